// Linked into the programs that run under Node.js: gives them the environment that a native program would have.
Module['preRun'] = [() => Object.assign(ENV, process['env'])];
