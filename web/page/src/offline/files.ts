/** What the site holds, as `web/site/seal.ts` writes it to the head of the service worker. */
export interface SiteList {
  /** Changes whenever a file does. */
  readonly version: string;
  /** sha256 in hexadecimal by path, relative to the site's folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where dropped files are answered from; no file of a site lies there. */
export const droppedFolder = 'dropped/';

const onUse = ['engine/', 'models/', 'media/'];

/** Files that are kept once they are used; all others make up the page itself and are kept from the first visit on. */
export function isKeptOnUse(path: string): boolean {
  return onUse.some((folder) => path.startsWith(folder));
}

/** The path of an address in the site, or null where it lies outside; the folder itself stands for its page. */
export function pathInSite(address: string, scope: string): string | null {
  const { origin, pathname } = new URL(address);
  const folder = new URL(scope);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return null;
  return decodeURI(pathname.slice(folder.pathname.length)) || 'index.html';
}

/** The site's files that are named, or lie in a folder that is (a name that ends in "/"). */
export function filesNamed(names: readonly string[], list: SiteList): string[] {
  return Object.keys(list.files).filter((path) =>
    names.some((name) => path === name || (name.endsWith('/') && path.startsWith(name))),
  );
}
