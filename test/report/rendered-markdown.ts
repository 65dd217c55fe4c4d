import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';

/** Markdown as GitHub reads it, with HTML let through, so that what got in would be seen. */
export function rendered(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfmTable()],
    htmlExtensions: [gfmTableHtml()],
  });
}

/** The names of the elements in it. */
export function elements(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/<\/?([A-Za-z][^\s/>]*)/g)].map(([, name]) => (name ?? '').toLowerCase()));
}

export function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** What a code host looks through for names, issues and addresses: text, but not code. */
export function textOutsideCode(html: string): string {
  return unescaped(html.replaceAll(/<code>[^<]*<\/code>/g, ' ').replaceAll(/<[^>]*>/g, ' '));
}

/** What GitHub and GitLab make links, mentions, emoji, formulas or commands of. */
export const readByHosts =
  /@\w|#\d|!\d|~\w|\$\w|www\.|:\/\/|(?:mailto|xmpp):|\bGH-\d|(?<![\p{L}\p{N}])[0-9a-f]{7,40}(?![\p{L}\p{N}])|:[\w+-]+:|^\s*\/[a-z]/imu;

/** The cells of the first table, as text. */
export function cells(html: string): readonly (readonly string[])[] {
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...(row ?? '').matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) =>
      unescaped((cell ?? '').replaceAll(/<[^>]*>/g, '')),
    ),
  );
}
