import { type Command, Option } from 'commander';
import type { Console } from './console.js';
import { projectOption } from './flags.js';
import { interruptible } from './interrupt.js';

/** `candor import`; what it needs is loaded when it is asked for. */
export function addImportCommand(program: Command, console: Console, end: (status: number) => void): void {
  program
    .command('import')
    .description(
      'make a trace of a recording that something else made: a HAR, a capture of packets, an access log',
    )
    .usage('[options] [har|pcapng|log] <file>')
    .argument('<file...>', 'the recording; before it, what it is, where that cannot be told from the file')
    .requiredOption('--system <file>', 'the system file of the product that was recorded')
    .addOption(new Option('--from <kind>', 'what the recording is').choices(['har', 'pcapng', 'log']))
    .option('--out <file>', 'the trace; FILE.trace.ndjson here when not given. It is never overwritten')
    .option('--facts <file>', 'a timeline: what was done to the product, and when')
    .addOption(many('--given <name=value>', 'a fact that holds from the start; may be given again'))
    .option('--installation <id>', 'the installation that was recorded; i-1 when not given')
    .option('--scenario <id>', 'the scenario that was gone through, whose expectations are judged too')
    .option('--complete', 'you know that the recording holds all that the product sent, from start to end')
    .option('--since <instant>', 'when recording began, where that is before the first message')
    .option('--until <instant>', 'when recording ended, where that is after the last message')
    .option('--keys <file>', 'packets: the TLS key log (SSLKEYLOGFILE) of the product')
    .addOption(
      many('--client <address>', 'packets: the address of the product’s machine; may be given again'),
    )
    .addOption(many('--field <field=name>', 'log: which member of a line holds what; may be given again'))
    .option('--origin <url>', 'log: scheme and host of the requests, where the lines do not tell them')
    .option('--partial', 'make a trace without an end of a recording that breaks off, instead of none')
    .addOption(projectOption())
    .addHelpText(
      'after',
      `
Without --facts or --given what depends on the product's state is not decided. Without --complete it is not decided
either that nothing else was sent, and that all was sent in time: what the recording does not hold may have been sent
all the same. An access log never holds whole messages.

Fields of a log (names within names are joined by dots): time, duration, method, url, uri, request, host, scheme,
protocol, tls, serverName, headers, body, bodyLength, installation. The usual names of nginx, Caddy and Envoy are
found by themselves.

Examples:
  candor import page.har --system systems/acme/system.yaml --given installed=true
  candor import page.har --system systems/acme/system.yaml --facts visit.yaml --complete --out visit.ndjson
  candor import capture.pcapng --keys keys.log --system systems/acme/system.yaml --client 192.0.2.7
  candor import access.log --from log --origin https://stats.acme.test --field time=when --system acme.yaml

Exit status: 0 a trace was written, 3 it could not be (or, with --partial, not to the recording's end).`,
    )
    .action(async (words: string[], options) => {
      const { importFile } = await import('./import.js');
      const kept = 'no trace was written';
      end(await interruptible((signal) => importFile(words, options, console, signal), kept));
    });
}

/** One that may be given again, and never takes the operand that follows. */
function many(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], 'none')
    .argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
}
