import { visible } from '../disclosure/visible.js';
import type { TraceRequest } from '../trace/trace-event.generated.js';
import { bodyPointer, decodeBody, type Unpacked, undecodable } from './body.js';
import { unclaimed } from './byte-account.js';
import { duplicateField, findDuplicates } from './duplicates.js';
import type { ReportFault } from './fault.js';
import { bindJson, bindPairs, type PayloadValue } from './payload-value.js';
import type { BoundRoute } from './routes.js';

/** Reads the payload from where its route has it, and reports what stands in the way. */
export function bindPayload(
  report: ReportFault,
  route: BoundRoute,
  url: URL,
  request: TraceRequest,
  unpacked: Unpacked,
): PayloadValue | undefined {
  const decoded = decodeBody(route.route.body, request, unpacked);
  const pointer = bodyPointer(request);
  if (unpacked.unclaimed !== undefined) {
    report({
      rule: unclaimed,
      message: `nothing accounts for ${unpacked.unclaimed}`,
      sent: unpacked.unclaimed,
      pointer,
    });
  }
  const duplicated = (members: readonly string[], where: string): void => {
    for (const member of members) {
      const message = `the name ${visible(member)} stands twice`;
      report({
        rule: duplicateField,
        message,
        sent: visible(member),
        allowed: 'each name once',
        pointer: where,
        member,
      });
    }
  };
  switch (decoded.kind) {
    case 'undecodable': {
      const allowed = `${route.route.body} in UTF-8`;
      report({
        rule: undecodable,
        message: `the body cannot be read: ${decoded.why}`,
        sent: decoded.why,
        allowed,
        pointer,
      });
      return undefined;
    }
    case 'json':
      if (decoded.hidden > 0) duplicated(findDuplicates(decoded.text), pointer);
      return bindJson(route, decoded.value);
    case 'form': {
      const bound = bindPairs(route, decoded.pairs);
      duplicated(bound.duplicates, pointer);
      return bound;
    }
    case 'none': {
      const bound = bindPairs(route, [...url.searchParams]);
      duplicated(bound.duplicates, '/request/url');
      return bound;
    }
  }
}
