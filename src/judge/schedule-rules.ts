import { defineRule } from './rule.js';

const charged = 'the clause that carries the schedule in the window concerned';

export const slotMissing = defineRule({
  id: 'schedule/missing',
  kind: 'shortfall',
  fires: 'A slot of the schedule passed empty.',
  charged,
  explanation:
    'A slot is owed at the start of the window plus a whole number of periods, and is discharged by one transmission within the tolerance, both ends belonging to it. A slot is decided in this order: hit, cancelled (the state was left, or the product uninstalled), pending (not yet past when the trace ends), excused (the host was asleep or offline), blind (the capture was down), missed. Under the reading `max-gap` a stretch without a transmission that is longer than a period and the tolerance takes the place of an empty slot.',
  remedy: 'Transmit in every slot, or correct the document.',
});

export const offSlot = defineRule({
  id: 'schedule/off-slot',
  kind: 'excess',
  fires: 'A transmission in the window fell between two slots.',
  charged,
  explanation:
    'The document names the times at which it is sent; any other time in the window is not disclosed. After a sleep or a time offline that excused a slot, one catch-up within the tolerance of waking is permitted.',
  remedy: 'Keep to the slots; look for a timer that drifts or starts at the wrong event.',
});

export const slotRepeated = defineRule({
  id: 'schedule/repeated',
  kind: 'excess',
  fires: 'A second transmission fell in one slot.',
  charged,
  explanation: 'A slot is discharged by exactly one transmission.',
  remedy: 'Send once in each slot; look for a retry that does not wait for the answer to the first attempt.',
});

export const afterWindow = defineRule({
  id: 'schedule/after-window',
  kind: 'excess',
  fires: 'A transmission came when the window was over.',
  charged,
  explanation:
    'The document bounds the time during which it is sent. Where the start of the state is not known, a transmission that comes later than the whole window after the state was first seen is certainly too late.',
  remedy: 'Stop at the end of the window.',
});
