import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { SystemFile } from './system-file.generated.js';

/** What the capture answers in the vendor's place. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** An answer that any JSON client takes. */
export const emptyAnswer: Answer = { status: 200, contentType: 'application/json', body: '{}' };

/** Answers by the route that a request matches; what matches none is answered too, so that it is seen whole. */
export function answerer(system: SystemFile): (method: string, url: string) => Answer {
  const routes = system.routes.flatMap(({ answer, method, url }) =>
    answer === undefined ? [] : [{ answer, method, pattern: new URLPattern(url) }],
  );
  if (routes.length === 0) return () => emptyAnswer;
  return (method, url) => {
    const route = URL.canParse(url)
      ? routes.find(
          (candidate) => candidate.method === method && candidate.pattern.test(url.split('?')[0] ?? url),
        )
      : undefined;
    return { ...emptyAnswer, ...route?.answer };
  };
}
