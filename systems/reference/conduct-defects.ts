import { type Defect, scenarios } from './defect.js';
import { HOUR, MINUTE, participationOffsets } from './timetable.js';

/** Defects of when the product sends: in which state, upon what, at which time. */
export const conductDefects: readonly Defect[] = [
  {
    name: 'eula-ignored',
    says: 'Sends as if the End User License Agreement had been accepted.',
    rule: 'state/forbidden',
    scenario: scenarios.eulaDeclined,
    deviation: { believes: (state) => (state.eula === 'declined' ? { ...state, eula: 'accepted' } : state) },
  },
  {
    name: 'key-file-verification',
    says: 'Verifies the activation although a key file was used.',
    rule: 'state/forbidden',
    scenario: scenarios.declined,
    deviation: {
      believes: (state) =>
        state.activation === 'key-file' ? { ...state, activation: 'activation-code' } : state,
    },
  },
  {
    name: 'after-uninstall',
    says: 'Keeps sending after it was uninstalled.',
    rule: 'state/forbidden',
    scenario: scenarios.uninstalled,
    deviation: { believes: (state) => ({ ...state, installed: true }) },
  },
  {
    name: 'link-without-click',
    says: 'Opens a link of its own accord when it is activated.',
    rule: 'trigger/unprompted',
    scenario: scenarios.declined,
    deviation: {
      prompted: (action, payloads) => (action.name === 'activate' ? [...payloads, 'link-follow'] : payloads),
    },
  },
  {
    name: 'upgrade-twice',
    says: 'Tells of one upgrade twice.',
    rule: 'trigger/repeated',
    scenario: scenarios.upgraded,
    deviation: {
      prompted: (action, payloads) => (action.name === 'upgrade' ? [...payloads, 'upgrade'] : payloads),
    },
  },
  {
    name: 'upgrade-silent',
    says: 'Tells nobody of an upgrade.',
    rule: 'trigger/missing',
    scenario: scenarios.upgraded,
    deviation: { prompted: (_, payloads) => payloads.filter((payload) => payload !== 'upgrade') },
  },
  {
    name: 'slot-skipped',
    says: 'Skips the third of the six transmissions after KSN was disabled.',
    rule: 'schedule/missing',
    scenario: scenarios.declined,
    deviation: { participationOffsets: participationOffsets.filter((offset) => offset !== 12 * HOUR) },
  },
  {
    name: 'slot-drift',
    says: 'Sends the third of the six transmissions twenty minutes late.',
    rule: 'schedule/off-slot',
    scenario: scenarios.declined,
    deviation: {
      participationOffsets: participationOffsets.map((offset) =>
        offset === 12 * HOUR ? offset + 20 * MINUTE : offset,
      ),
    },
  },
  {
    name: 'slot-twice',
    says: 'Sends the third of the six transmissions again a minute later.',
    rule: 'schedule/repeated',
    scenario: scenarios.declined,
    deviation: {
      participationOffsets: participationOffsets.flatMap((offset) =>
        offset === 12 * HOUR ? [offset, offset + MINUTE] : [offset],
      ),
    },
  },
  {
    name: 'never-stops',
    says: 'Sends once more four hours after the day is over.',
    rule: 'schedule/after-window',
    scenario: scenarios.declined,
    deviation: { participationOffsets: [...participationOffsets, 28 * HOUR] },
  },
];
