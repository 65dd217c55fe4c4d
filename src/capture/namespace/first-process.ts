import { closeRange } from './confinement.js';
import { deviceName } from './tunnel.js';

/** What it says when it waits for the users of its namespace to be told to the kernel. */
export const waiting = 'waiting';

/**
 * A program in Perl: the first process of the namespaces. It makes the system calls that Node cannot: for the host's
 * name, and for the device (ioctl(2) with TUNSETIFF: IFF_TUN and IFF_NO_PI). It then starts its arguments with the
 * device's descriptor as the last one, and buries whatever is left to it as the first process until that ends:
 * everything in the namespaces then ends too.
 *
 * Its own arguments: a line to say and to wait for an answer to, or nothing; the host's name, or nothing; the number of
 * the call that sets it.
 */
export const firstProcess = `
$^F = 255;
$| = 1;
my ($line, $name, $call) = (shift, shift, shift);
if (length $line) { print "$line\\n"; <STDIN> // exit 1 }
open(STDIN, "<", "/dev/null");
open(STDOUT, ">", "/dev/null");
if (length $name) { syscall($call, $name, length $name) == 0 or die "the hostname cannot be set: $!\\n" }
syscall(${closeRange}, 4, 0xffffffff, 0);
my $request = pack("Z16 s x22", "${deviceName}", 0x1001);
open(my $device, "+<", "/dev/net/tun") or die "/dev/net/tun cannot be opened: $!\\n";
ioctl($device, 0x400454ca, $request) or die "no device can be made with /dev/net/tun: $!\\n";
my $child = fork() // die "no process can be started: $!\\n";
if ($child == 0) { exec(@ARGV, fileno($device)) or die "$ARGV[0] cannot be started: $!\\n" }
syscall(${closeRange}, 3, 0xffffffff, 0);
while ((my $ended = wait()) > 0) { exit 1 if $ended == $child }
`;
