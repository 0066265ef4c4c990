/** Offers `blob` as a download; the name carries the local time. */
export function saveAs(blob: Blob, name: string, ending: string): void {
  const now = new Date();
  const time = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replaceAll(':', '-');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `brigade-${name}-${time}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // long enough for any browser to have begun
}
