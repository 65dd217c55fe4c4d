import {
  type Defect,
  messagesOf,
  participationFields,
  participationMessages,
  planted,
  scenarios,
} from './defect.js';
import { withText } from './message.js';

/** Defects of what a documented payload says. */
export const contentDefects: readonly Defect[] = [
  {
    name: 'undocumented-field',
    says: 'Tells the free disk space along with the participation in KSN.',
    rule: 'field/undocumented',
    scenario: scenarios.declined,
    deviation: participationFields((fields) => ({ ...fields, freeDiskSpace: 52_428_800 })),
  },
  {
    name: 'hostname-in-body',
    says: 'Sends the name of the computer as the ID of the KSN Statement.',
    rule: 'leak/canary',
    scenario: scenarios.declined,
    deviation: participationFields((fields, canaries) => ({
      ...fields,
      ksnStatementId: planted(canaries, 'hostName'),
    })),
  },
  {
    name: 'missing-field',
    says: 'Leaves out when the KSN Statement was decided on.',
    rule: 'field/missing',
    scenario: scenarios.declined,
    deviation: participationFields(({ ksnStatementDecidedAt: _, ...fields }) => fields),
  },
  {
    name: 'unwarranted-field',
    says: 'Names a virtual environment on a physical computer.',
    rule: 'field/unwarranted',
    scenario: scenarios.activationCode,
    deviation: { believes: (state) => ({ ...state, virtualized: true }) },
  },
  {
    name: 'wrong-type',
    says: 'Sends as text whether KSN is enabled.',
    rule: 'field/invalid',
    scenario: scenarios.declined,
    deviation: participationFields((fields) => ({ ...fields, ksnEnabled: String(fields['ksnEnabled']) })),
  },
  {
    name: 'duplicate-member',
    says: 'Names the application type twice in one JSON object.',
    rule: 'field/duplicate',
    scenario: scenarios.declined,
    deviation: participationMessages((message) => [
      withText(message, (text) => `{"applicationType":"workstation",${text.slice(1)}`),
    ]),
  },
  {
    name: 'duplicate-parameter',
    says: 'Names the product version twice in one query.',
    rule: 'field/duplicate',
    scenario: scenarios.linkFollowed,
    deviation: messagesOf('link-follow', (message) => [
      { ...message, url: `${message.url}&productVersion=11.0.0.6499` },
    ]),
  },
  {
    name: 'untrue-statement',
    says: 'Says that the KSN Statement was accepted although it was declined.',
    rule: 'field/untrue',
    scenario: scenarios.declined,
    deviation: participationFields((fields) => ({ ...fields, ksnStatementDecision: 'accepted' })),
  },
];
