import { pointerKeys, pointerOf } from '../../disclosure/source-file.js';
import type { BoundRoute } from '../../judge/routes.js';
import type { Contract } from '../contract.js';
import { OPTIONAL_LIMIT } from '../generate/interaction.js';
import type { Circumstances } from './known-limits.js';

type Limits = Pick<Circumstances, 'fieldLimits' | 'openPath'>;

/** What generation says of a field that may be left out: of its value that says nothing. */

/** What of a field's value is not held, among all that a contract says of the field. */
export function limitsOfValue(texts: readonly string[] = []): readonly string[] {
  return texts.filter((text) => text !== OPTIONAL_LIMIT);
}

/**
 * What a contract's rules cannot hold, as the contract says itself: of the fields of a route's payload, by their
 * pointers on the wire, and of a path, which it says of the payload as a whole.
 */
export function limitsOf(contract: Contract, route: BoundRoute | undefined): Limits {
  const fieldLimits = new Map<string, readonly string[]>();
  let openPath = false;
  for (const { comments } of contract.interactions) {
    const { payload, limits = {} } = comments.candor;
    for (const [field, texts] of Object.entries(limits)) {
      const ofValue = limitsOfValue(texts);
      if (field === '') openPath = true;
      else if (ofValue.length > 0 && payload === route?.payload.id)
        fieldLimits.set(onWire(route, field), ofValue);
    }
  }
  return { fieldLimits, openPath };
}

function onWire(route: BoundRoute, field: string): string {
  const keys = pointerKeys(field);
  const name = route.fieldByWireName.find((candidate) =>
    candidate.field.every((key, index) => key === keys[index]),
  );
  return name === undefined ? field : pointerOf([...name.wire, ...keys.slice(name.field.length)]);
}
