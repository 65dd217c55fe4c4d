import { defineRule } from './rule.js';

export const forbiddenState = defineRule({
  id: 'state/forbidden',
  kind: 'excess',
  fires: 'A payload was sent in a state in which it is not permitted.',
  charged: 'the clause that rules the state out, or the payload’s clause',
  explanation:
    'The state of an installation is what its actions and facts made it. State events at an instant apply before transmissions of the same instant. When the product is no longer installed, every transmission is forbidden. What rests on a fact that is not known is not decided.',
  remedy:
    'Check the state before sending; look for a timer or a queue that outlives the state that started it.',
});

export const opaqueTraffic = defineRule({
  id: 'capture/opaque',
  kind: 'excess',
  fires: 'Traffic left that could not be read.',
  charged: 'the clause that bounds what may leave (the disclosure’s scope)',
  explanation:
    'Bytes left in a form that the capture could not open: another protocol, a TLS handshake that the product broke off, a message that never ended, what a ping or the close of a WebSocket carries, the padding of an HTTP/2 frame that is not zeros. A connection on which nothing was said is one of no bytes. Nobody can say that they were disclosed.',
  remedy: 'Let the product use the capture’s certificate, or stop it from sending over another protocol.',
});

export const deadCapture = defineRule({
  id: 'capture/dead',
  kind: 'shortfall',
  effect: 'inconclusive',
  fires:
    'A heartbeat that Candor sent at the start or the end of a scenario was not captured, or not by every protocol.',
  charged: 'the clause that bounds what may leave (the disclosure’s scope)',
  explanation:
    'Candor sends a probe of its own through the capture at both ends of each scenario; where the capture sees all that leaves, over DNS, TLS and UDP. When one does not arrive by each of them, silence means nothing, and the whole scenario is inconclusive; violations that were seen still stand.',
  remedy: 'Mend the capture and run the scenario again.',
});

export const unmetExpectation = defineRule({
  id: 'expectation/unmet',
  kind: 'shortfall',
  fires: 'What a scenario’s `then` expects did not happen.',
  charged: 'the clause of the payload that was expected',
  explanation:
    'A scenario says how often each payload must have been seen, so that a run in which the product did nothing is not mistaken for a good one. Too few in a trace that was cut off, or in which the capture was down, is not decided. More than expected is an excess.',
  remedy: 'Mend the product; or the scenario, where it expects what the document does not say.',
});

export const missingFromKit = defineRule({
  id: 'kit/missing',
  kind: 'shortfall',
  fires: 'The distribution kit lacks a file that the document promises.',
  charged: 'the clause that promises the file',
  explanation:
    'The names of the files in the kit are recorded at the start of the trace, from the folder that the system file names. `*` in a promised name stands for any run of characters.',
  remedy: 'Ship the file, or correct the document.',
});
