/** `site.json`: what this site holds besides the page, so that the page offers nothing that is not there. */
export interface Site {
  readonly writer: 'brigade';
  /** Builds of the engine, at engine/VARIANT/brigade.{mjs,wasm}. */
  readonly variants: readonly string[];
  /** Detectors; paths are relative to the site. The first is the one to begin with. */
  readonly models: readonly SiteModel[];
  /** Videos by name; "sample" is the street with pedestrians. Empty where the site may not pass it on. */
  readonly media: Readonly<Record<string, string>>;
  /** The notices of everything that the site passes on. */
  readonly licences: string;
}

export interface SiteModel {
  readonly name: string;
  readonly graph: string;
  readonly weights: string;
  /** Of both files. */
  readonly bytes: number;
  /** The file of the int8 weights; absent where the site has none. */
  readonly int8?: string;
}
