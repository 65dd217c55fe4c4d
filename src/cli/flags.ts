import { type Command, InvalidArgumentError, Option } from 'commander';

export const statuses = `
Exit status: 0 upheld, 1 violated, 2 not decided, 3 could not judge.`;

/** Examples and exit statuses, for the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  candor ${line}`).join('\n')}\n${statuses}`;
}

export function readingOption(): Option {
  return collecting('--reading <ID=READING>', 'read an interpretation otherwise; may be given again').default(
    [],
    'as the disclosure chose',
  );
}

export function projectOption(): Option {
  return new Option('--project <dir>', 'where disclosures, schemas, scenarios and systems are');
}

export function positive(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('a whole number from 1 is wanted');
  return Number(text);
}

/** The flags of `candor gate`, which `run` and `verify` take too. */
export function addGateFlags(command: Command): Command {
  return command
    .option('--fail-on <verdicts>', 'violated,inconclusive when not given; not-exercised may be added')
    .addOption(collecting('--waivers <file>', 'what is let pass, why and until when; may be given again'))
    .option('--attestations <file>', 'what a person answers for the clauses that no wire can show')
    .option('--require-attested', 'fail where such a clause has no answer')
    .option('--baseline <dir>', 'the folder of an earlier run, to say what is new, gone and unchanged')
    .option('--only-new', 'fail only on what the baseline does not have')
    .option('--on <date>', 'the day that it is asked for; today in UTC when not given');
}

/** One that may be given again, and never takes the operand that follows. */
function collecting(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}
