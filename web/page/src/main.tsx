import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './components/app.tsx';
import { brigadeConsole } from './console.ts';
import { open } from './controller.ts';
import { language, phase, theme } from './store.ts';
import { keepAwake } from './wake_lock.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/kitchen.css';

effect(() => {
  const { dataset } = document.documentElement;
  dataset['state'] = phase.value;
  dataset['theme'] = theme.value;
  document.documentElement.lang = language.value;
});

window.brigade = brigadeConsole;

const app = document.getElementById('app');
if (app !== null) render(<App />, app);
keepAwake();
void open();
