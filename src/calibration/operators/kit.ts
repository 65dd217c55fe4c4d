import type { StartEvent } from '../../trace/trace-event.generated.js';
import type { Composing } from '../compose.js';
import { replaced } from '../edit.js';
import type { Baseline, Derived } from '../mutant.js';

const RULE = 'kit/missing';

/** Each promised file taken from the distribution kit, or there under no more than a similar name. */
export function* kitMutants({ disclosure }: Composing, baseline: Baseline): Iterable<Derived> {
  const [start] = baseline.events;
  const promised = disclosure.kit;
  if (start?.type !== 'start' || promised === undefined || start.kit === undefined) {
    const because =
      promised === undefined ? 'the disclosure promises no kit' : 'the trace does not list the kit';
    yield { exclusion: { operator: RULE, subject: baseline.name, because } };
    return;
  }
  const { kit } = start;
  for (const wanted of promised.files) {
    const others = kit.filter((name) => !isWanted(wanted, name));
    const missing = kit.filter((name) => isWanted(wanted, name));
    yield made(baseline, start, `${wanted} is missing`, others, promised.clause);
    const similar = missing.flatMap(similarNames).filter((name) => !isWanted(wanted, name));
    const what = `${wanted} is there under similar names alone`;
    if (similar.length > 0) yield made(baseline, start, what, [...others, ...similar], promised.clause);
    else {
      const because = 'names like it are promised as well';
      yield { exclusion: { operator: RULE, subject: what, because } };
    }
  }
  yield made(baseline, start, 'the kit is empty', [], promised.clause);
}

/** With another ending or beginning, in capitals, in a folder. */
function similarNames(name: string): readonly string[] {
  return [`${name}.old`, `old-${name}`, name.toUpperCase(), `folder/${name}`];
}

function made(
  baseline: Baseline,
  start: StartEvent,
  what: string,
  kit: readonly string[],
  clause: string,
): Derived {
  return {
    mutant: {
      operator: RULE,
      subject: `${what}, in ${baseline.name}`,
      from: baseline.name,
      events: replaced(baseline.events, 0, { ...start, kit: [...kit] }),
      expected: [{ rule: RULE, line: 1, clause }],
    },
  };
}

/** Whether a name is one that is promised; `*` stands for any run of characters. */
function isWanted(wanted: string, name: string): boolean {
  const parts = wanted.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}

/** Names that a `*` in a promised file's name permits, and others that nothing promises: a kit may hold more. */
export function richerKits(
  { disclosure }: Composing,
  { kit = [] }: StartEvent,
): readonly (readonly string[])[] {
  const files = disclosure.kit?.files ?? [];
  const further = [...kit, 'readme.txt', 'folder/more.bin', ''];
  const least = files.map((name) => name.replaceAll('*', ''));
  const odd = files.map((name) => name.replaceAll('*', 'ä.*\n'));
  return [further.toReversed(), least, odd];
}
