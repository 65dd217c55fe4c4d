import type { Facts } from '../../disclosure/condition.js';
import type { Disclosure } from '../../disclosure/disclosure.js';
import { openFactBook } from '../../judge/facts.js';
import type { TraceEvent, TransmissionEvent } from '../../trace/trace-event.generated.js';

/** The facts of each installation, as they are at this point of a trace. */
export interface FactsInTime {
  /** What an event says of an installation. @throws InputError as the judge does. */
  hear(event: TraceEvent, line: number): void;
  /**
   * The facts of the installation that sent something (DESIGN 4.5: without a name, of the only one there is);
   * undefined where nobody can say which it was.
   */
  of(transmission: TransmissionEvent): Facts | undefined;
}

export function followFacts(disclosure: Disclosure): FactsInTime {
  const book = openFactBook(disclosure);
  const installations = new Map<string, Facts>();
  const only = (): string | undefined => {
    const [first] = installations.keys();
    return installations.size === 1 ? first : undefined;
  };
  const factsOf = (id: string): Facts => {
    const known = installations.get(id) ?? book.none;
    installations.set(id, known);
    return known;
  };
  return {
    hear(event, line) {
      if (event.type === 'start' || event.type === 'end') return;
      const action = event.type === 'action' ? event.action : undefined;
      if (event.facts === undefined && action === undefined) return;
      const id = event.installation ?? only();
      if (id === undefined) return;
      installations.set(id, book.after(factsOf(id), action, event.facts ?? {}, line));
    },
    of({ installation }) {
      const id = installation ?? only();
      return id === undefined ? undefined : factsOf(id);
    },
  };
}
