import { useEffect, useRef } from 'preact/hooks';
import { helpShown, words } from '../store.ts';

/** The keyboard's shortcuts, in the browser's own dialog. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const shown = helpShown.value;
  useEffect(() => {
    if (shown) dialog.current?.showModal();
    else dialog.current?.close();
  }, [shown]);
  const { help, tools } = words.value;
  const rows = [
    [help.keys.pause, tools.pause],
    [help.keys.snapshot, tools.snapshot],
    [help.keys.record, tools.record],
    [help.keys.xray, tools.xray],
    [help.keys.help, tools.help],
  ];
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      data-testid="help-dialog"
      onClose={() => (helpShown.value = false)}
    >
      <h2 id="help-title">{help.title}</h2>
      <dl>
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="primary">{help.close}</button>
      </form>
    </dialog>
  );
}
