import { visible } from '../disclosure/visible.js';
import type { Triple } from './differential.js';
import type { Asked } from './transmission.js';

/** A name that is asked for only where a planted value is changed, or only where it is not. */
export interface ChangedName {
  readonly asked: Asked;
  readonly where: string;
}

export interface NameComparison {
  hear(observation: keyof Triple<unknown>, asked: Asked): void;
  finish(): { readonly changed: readonly ChangedName[]; readonly undecided: string | undefined };
}

/** Names that one observation may ask for; beyond them nothing is compared. */
const NAME_LIMIT = 100_000;

/**
 * Compares the names that three observations asked a resolver for. How often one is asked for and in which order is the
 * resolver's business as much as the product's: whether it is asked for at all is what is compared.
 */
export function compareNames(): NameComparison {
  const names: Triple<Map<string, Asked>> = { first: new Map(), again: new Map(), changed: new Map() };
  let tooMany = false;
  return {
    hear(observation, asked) {
      const heard = names[observation];
      const { name, type } = asked.event.question;
      const key = `${type} ${name}`;
      if (heard.has(key)) return;
      if (heard.size >= NAME_LIMIT) tooMany = true;
      else heard.set(key, asked);
    },
    finish() {
      const { first, again, changed: third } = names;
      if (tooMany) return { changed: [], undecided: 'more DNS names were asked for than can be compared' };
      const stable = [...first.keys()].every((key) => again.has(key)) && first.size === again.size;
      const changed = [...third]
        .filter(([key]) => !first.has(key) && !again.has(key))
        .map(([, asked]) => ({ asked, where: `the DNS name ${quoted(asked)}` }));
      const gone = [...first].filter(([key]) => again.has(key) && !third.has(key));
      const [lost] = gone;
      if (stable && changed.length === 0 && lost !== undefined) {
        changed.push({ asked: lost[1], where: `whether the DNS name ${quoted(lost[1])} is asked for` });
      }
      // What differs already may have another cause; then what differs besides proves nothing.
      if (stable) return { changed, undecided: undefined };
      return { changed: [], undecided: 'the DNS names that are asked for differ though nothing was changed' };
    },
  };
}

function quoted({ event }: Asked): string {
  return JSON.stringify(visible(event.question.name));
}
