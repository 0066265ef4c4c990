// Linked into the programs that run under Node.js: gives them the environment that a native program would have. A program that
// asks for none has no ENV.
Module['preRun'] = [() => typeof ENV === 'undefined' || Object.assign(ENV, process['env'])];
