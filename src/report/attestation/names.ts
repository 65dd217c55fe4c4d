/** What an attestation is called where its user does not say. */
export const ATTESTATION = 'attestation.intoto.json';
/** A time stamp stands beside the attestation that it is of. */
export const TIME_STAMP_ENDING = '.tsr';

/** Subjects that are no file of the run's folder. A file whose name begins so is refused, so that neither is taken for the other. */
const NO_FILE = ['product:', 'disclosure:', 'system:'] as const;
/** What file managers leave in a folder that somebody looked at. */
const LEFT_BEHIND: readonly string[] = ['.DS_Store', 'Thumbs.db', 'desktop.ini'];
const NAME_LIMIT = 4096;

/** Whether a subject is a file in the folder of the run, by its name there. */
export function isFileName(name: string): boolean {
  return !NO_FILE.some((prefix) => name.startsWith(prefix));
}

/**
 * Whether a file can be neither a subject nor one too many: an attestation cannot hold its own digest, and others of
 * the same run, their time stamps and the requests for them come after it.
 */
export function isSetAside(name: string): boolean {
  if (LEFT_BEHIND.includes(name.slice(name.lastIndexOf('/') + 1))) return true;
  return !name.includes('/') && /\.intoto\.json(\.ts[rq])?$/.test(name);
}

/**
 * Why a name cannot be a subject, as the end of a sentence; undefined where it can. Names are relative, with forward
 * slashes, and mean the same on every system.
 */
export function faultOfName(name: string): string | undefined {
  if (name === '' || name.length > NAME_LIMIT)
    return `has no name, or one longer than ${NAME_LIMIT} characters`;
  if (name.startsWith('/') || name.split('/').some((part) => ['', '.', '..'].includes(part)))
    return 'is not a name within the folder of the run';
  if (/[\p{Cc}\p{Cs}\\\ufffd]/u.test(name))
    return 'has a name with a control character, a backslash or what is not UTF-8; rename it';
  if (!isFileName(name)) return 'has a name that is kept for what is no file; rename it';
  return undefined;
}

/** For sorting: by code points, and so the same whatever the locale. UTF-16 would put U+FF5E after U+1F600. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
