import {
  invalid,
  objectOf,
  oneOf,
  onlyMembers,
  optionalBoolean,
  type Parameters,
  stringOf,
} from './parameters.js';

/** The circumstances under which a link is shown: the facts that `follow-link` takes as parameters. */
export const linkCircumstances = [
  'threatDetected',
  'osVulnerabilityDetected',
  'applicationVulnerabilityDetected',
  'activationFailed',
  'errorOccurred',
] as const;

/** Which of those circumstances hold. */
export type LinkCircumstances = Readonly<Record<(typeof linkCircumstances)[number], boolean>>;

const plainActions = [
  'accept-ksn',
  'decline-ksn',
  'enable-ksn',
  'disable-ksn',
  'enable-extended-ksn',
  'disable-extended-ksn',
  'expire-license',
  'upgrade',
  'uninstall',
] as const;

const decisions = ['accepted', 'declined'] as const;
const activationMethods = ['activation-code', 'key-file'] as const;

/** What a person decided about a text: the End User License Agreement or the KSN Statement. */
export type Decision = 'undecided' | (typeof decisions)[number];
/** How the application is activated. */
export type ActivationMethod = (typeof activationMethods)[number];

/** One thing that is done to the product (DESIGN 7). */
export type Action =
  | {
      readonly name: 'install';
      readonly eula: 'accepted' | 'declined';
      readonly ksnStatement: 'accepted' | 'declined';
      readonly ksnExtended: boolean;
    }
  | { readonly name: 'activate'; readonly method: ActivationMethod }
  | {
      readonly name: 'follow-link';
      readonly link: string;
      readonly circumstances: LinkCircumstances;
    }
  | { readonly name: (typeof plainActions)[number] };

/** The action that `perform` names. Throws RequestError (invalid params) where it is none of the product's. */
export function parseAction(name: string, value: unknown): Action {
  const parameters = objectOf(value ?? {}, 'with');
  if (name === 'install') return parseInstall(parameters);
  if (name === 'activate') return parseActivate(parameters);
  if (name === 'follow-link') return parseFollowLink(parameters);
  const plain = plainActions.find((action) => action === name);
  if (plain === undefined) throw invalid(`unknown action ${name}`);
  onlyMembers(parameters, []);
  return { name: plain };
}

function parseInstall(parameters: Parameters): Action {
  onlyMembers(parameters, ['eula', 'ksnStatement', 'ksnExtended']);
  return {
    name: 'install',
    eula: oneOf(parameters, 'eula', decisions),
    ksnStatement: oneOf(parameters, 'ksnStatement', decisions),
    ksnExtended: optionalBoolean(parameters, 'ksnExtended') ?? false,
  };
}

function parseActivate(parameters: Parameters): Action {
  onlyMembers(parameters, ['method']);
  return { name: 'activate', method: oneOf(parameters, 'method', activationMethods) };
}

function parseFollowLink(parameters: Parameters): Action {
  onlyMembers(parameters, ['link', ...linkCircumstances]);
  const holds = (name: (typeof linkCircumstances)[number]): boolean =>
    optionalBoolean(parameters, name) ?? false;
  return {
    name: 'follow-link',
    link: stringOf(parameters, 'link'),
    circumstances: {
      threatDetected: holds('threatDetected'),
      osVulnerabilityDetected: holds('osVulnerabilityDetected'),
      applicationVulnerabilityDetected: holds('applicationVulnerabilityDetected'),
      activationFailed: holds('activationFailed'),
      errorOccurred: holds('errorOccurred'),
    },
  };
}
