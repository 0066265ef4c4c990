import { change, copyLink } from '../controller.ts';
import { helpShown, language, theme, words } from '../store.ts';
import { Icon } from './icon.tsx';

export function Header() {
  const { tools, tagline } = words.value;
  const otherTheme = theme.value === 'dark' ? 'light' : 'dark';
  const otherLanguage = language.value === 'fr' ? 'en' : 'fr';
  return (
    <header class="header">
      <img class="mark" src="icons/icon.svg" alt="" width="40" height="40" />
      <div class="name">
        <h1>Brigade</h1>
        <p>{tagline}</p>
      </div>
      <nav class="header-tools" aria-label="Brigade">
        <button class="quiet" data-testid="copy-link" aria-label={tools.copyLink} onClick={() => void copyLink()}>
          <Icon name="link" />
          <span class="wide-only">{tools.copyLink}</span>
        </button>
        <button class="quiet" data-testid="theme" aria-label={tools.theme.label} onClick={() => change({ theme: otherTheme })}>
          <Icon name={otherTheme} />
          <span class="wide-only" aria-hidden="true">
            {tools.theme[otherTheme]}
          </span>
        </button>
        <button
          class="quiet"
          data-testid="language"
          lang={otherLanguage}
          title={tools.otherLanguage}
          onClick={() => change({ language: otherLanguage })}
        >
          <span class="wide-only">{tools.otherLanguage}</span>
          <span class="narrow-only">{otherLanguage.toUpperCase()}</span>
        </button>
        <button class="quiet" data-testid="help" aria-label={tools.help} onClick={() => (helpShown.value = true)}>
          <Icon name="help" />
        </button>
      </nav>
    </header>
  );
}
