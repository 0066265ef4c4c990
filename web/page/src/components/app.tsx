import { words } from '../store.ts';
import { Announcer } from './announcer.tsx';
import { DropZone } from './drop_zone.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { Kitchen } from './kitchen.tsx';
import { Notices } from './notices.tsx';
import { Picture } from './picture.tsx';
import { SettingsPanels } from './settings_panels.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { Tools } from './tools.tsx';

export function App() {
  return (
    <>
      <a class="skip" href="#picture">
        {words.value.skip}
      </a>
      <Header />
      <main class="bench">
        <div class="front">
          <Notices />
          <Picture />
          <Figures />
          <Tools />
        </div>
        <Kitchen />
        <SettingsPanels />
        <DropZone />
      </main>
      <Help />
      <Announcer />
      <Shortcuts />
    </>
  );
}
