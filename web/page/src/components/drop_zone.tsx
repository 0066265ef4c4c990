import { useEffect, useState } from 'preact/hooks';
import { takeFile } from '../controller.ts';
import { words } from '../store.ts';

const inputId = 'file-input';

export function openFileDialog(): void {
  document.getElementById(inputId)?.click();
}

/** Files are dropped anywhere on the page, or chosen in the browser's dialog. */
export function DropZone() {
  const [hovering, setHovering] = useState(false);
  useEffect(() => listenForDrops(setHovering), []);
  function chosen(event: Event) {
    const input = event.currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file !== undefined) takeFile(file);
    input.value = ''; // the same file may be chosen again
  }
  return (
    <>
      <input
        id={inputId}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        accept="video/*,image/*,.y4m"
        aria-label={words.value.source.openFile}
        data-testid="file-input"
        onChange={chosen}
      />
      {hovering && (
        <div class="drop-here" aria-hidden="true">
          <p>{words.value.source.dropHere}</p>
        </div>
      )}
    </>
  );
}

function listenForDrops(setHovering: (hovering: boolean) => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  function over(event: DragEvent) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setHovering(true);
  }
  function drop(event: DragEvent) {
    setHovering(false);
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    takeFile(file);
  }
  addEventListener('dragover', over, { signal });
  addEventListener('drop', drop, { signal });
  addEventListener('dragleave', (event) => event.relatedTarget === null && setHovering(false), { signal });
  return () => listening.abort();
}
