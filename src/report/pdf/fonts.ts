import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkit';

/** The faces that a PDF is set in, and the characters for which each family has a glyph in every weight. */
export interface Fonts {
  readonly files: readonly Buffer[];
  readonly coverage: ReadonlySet<number>;
}

// The package's index is written for another bundler, and is never loaded: only its font files are.
const families: readonly (readonly string[])[] = [
  [
    '@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf',
    '@expo-google-fonts/ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf',
  ],
  [
    '@expo-google-fonts/ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf',
    '@expo-google-fonts/ibm-plex-mono/600SemiBold/IBMPlexMono_600SemiBold.ttf',
  ],
];

let loaded: Promise<Fonts> | undefined;

/** Reads the fonts once a process. Every text names both families, so a glyph in either of them is enough. */
export function loadFonts(): Promise<Fonts> {
  loaded ??= readFonts();
  return loaded;
}

async function readFonts(): Promise<Fonts> {
  const read = await Promise.all(
    families.map((files) => Promise.all(files.map((file) => readFile(fontPath(file))))),
  );
  return { files: read.flat(), coverage: new Set(read.flatMap(inEvery)) };
}

function fontPath(file: string): string {
  return fileURLToPath(import.meta.resolve(file));
}

function inEvery(faces: readonly Buffer[]): readonly number[] {
  const [first = new Set<number>(), ...others] = faces.map((face) => new Set(create(face).characterSet));
  return [...first].filter((code) => others.every((other) => other.has(code)));
}
