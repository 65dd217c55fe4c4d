import { undecodable } from './body.js';
import { unclaimed } from './byte-account.js';
import { leakedCanary } from './canary.js';
import { undocumentedChannel } from './channel.js';
import { differentialLeak } from './differential.js';
import { duplicateField } from './duplicates.js';
import {
  invalidField,
  missingField,
  undocumentedField,
  untrueField,
  unwarrantedField,
} from './field-rules.js';
import { unattributed, undocumentedRoute } from './routes.js';
import type { Rule } from './rule.js';
import { afterWindow, offSlot, slotMissing, slotRepeated } from './schedule-rules.js';
import {
  deadCapture,
  forbiddenState,
  missingFromKit,
  opaqueTraffic,
  unmetExpectation,
} from './state-rules.js';
import { plaintext, weakTls } from './transport.js';
import { triggerMissing, triggerRepeated, unprompted } from './trigger.js';

/** Every rule, in the order of DESIGN 5. `candor explain`, the docs and every report read this table. */
export const rules: readonly Rule[] = [
  undocumentedRoute,
  unattributed,
  plaintext,
  weakTls,
  undecodable,
  undocumentedField,
  missingField,
  unwarrantedField,
  invalidField,
  duplicateField,
  untrueField,
  undocumentedChannel,
  forbiddenState,
  unprompted,
  triggerMissing,
  triggerRepeated,
  slotMissing,
  offSlot,
  slotRepeated,
  afterWindow,
  leakedCanary,
  differentialLeak,
  opaqueTraffic,
  unclaimed,
  unmetExpectation,
  missingFromKit,
  deadCapture,
];
