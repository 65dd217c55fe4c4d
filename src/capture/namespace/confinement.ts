/** What is needed to know of a kind of processor, to make system calls and to judge those of others. */
interface Architecture {
  /** prctl(2) and sethostname(2), which no command makes for us. */
  readonly prctl: number;
  readonly sethostname: number;
  /** The calls that make a socket, by the kinds of program that can run (AUDIT_ARCH in the kernel's headers). */
  readonly kinds: readonly {
    readonly audit: number;
    readonly socket: number;
    /** Calls of which it cannot be seen which kind of socket they make. */
    readonly refused: readonly number[];
  }[];
}

/** close_range(2), which has the same number on every processor. */
export const closeRange = 436;
const ioUringSetup = 425;

const architectures: Readonly<Record<string, Architecture>> = {
  x64: {
    prctl: 157,
    sethostname: 170,
    kinds: [
      // The numbers from 0x40000000 on are x32's: its socket(2), and the door to all its others.
      { audit: 0xc000003e, socket: 41, refused: [ioUringSetup, 0x40000000 + 41, 0x40000000 + ioUringSetup] },
      { audit: 0x40000003, socket: 359, refused: [102, ioUringSetup] },
    ],
  },
  arm64: {
    prctl: 167,
    sethostname: 161,
    kinds: [
      { audit: 0xc00000b7, socket: 198, refused: [ioUringSetup] },
      { audit: 0x40000028, socket: 281, refused: [102, ioUringSetup] },
    ],
  },
};

/** The processor that this process runs on; undefined for one that nobody has looked at. */
export function architecture(): Architecture | undefined {
  return architectures[process.arch];
}

/**
 * Unix, IPv4, IPv6, netlink, packet and crypto sockets: these are the network namespace's own. Others are not, such
 * as those to the host of a virtual machine (AF_VSOCK), and would be a way past it.
 */
const families = [1, 2, 10, 16, 17, 38];

const load = 0x20;
const jumpIfEqual = 0x15;
const give = 0x06;
const allow = 0x7fff0000;
/** SECCOMP_RET_ERRNO with EAFNOSUPPORT, and with ENOSYS. */
const noSuchFamily = 0x00050000 + 97;
const noSuchCall = 0x00050000 + 38;

/**
 * A filter of system calls (seccomp(2)) that lets sockets of the network namespace's own families be made and no
 * others, and that has no io_uring, which could make any.
 */
export function socketFilter({ kinds }: Architecture): Buffer {
  const program: (readonly [code: number, yes: number, no: number, value: number])[] = [[load, 0, 0, 4]];
  for (const { audit, socket, refused } of kinds) {
    const body: (readonly [number, number, number, number])[] = [
      [load, 0, 0, 0],
      ...refused.flatMap((call) => [[jumpIfEqual, 0, 1, call] as const, [give, 0, 0, noSuchCall] as const]),
      [jumpIfEqual, 1, 0, socket],
      [give, 0, 0, allow],
      [load, 0, 0, 16],
      ...families.map((family, index) => [jumpIfEqual, families.length - index, 0, family] as const),
      [give, 0, 0, noSuchFamily],
      [give, 0, 0, allow],
    ];
    program.push([jumpIfEqual, 0, body.length, audit], ...body);
  }
  program.push([give, 0, 0, noSuchCall]);
  const filter = Buffer.alloc(8 * program.length);
  for (const [index, [code, yes, no, value]] of program.entries()) {
    filter.writeUInt16LE(code, 8 * index);
    filter.writeUInt8(yes, 8 * index + 2);
    filter.writeUInt8(no, 8 * index + 3);
    filter.writeUInt32LE(value, 8 * index + 4);
  }
  return filter;
}

/**
 * With these the first user of the namespaces could take away what was mounted, change the network, or look into the
 * capture's own process (capabilities(7): net_admin, sys_module, sys_rawio, sys_ptrace, sys_admin, sys_boot,
 * mac_override, mac_admin, syslog, perfmon, bpf, checkpoint_restore). Raw sockets stay: their packets are captured.
 */
const capabilities = [12, 16, 17, 19, 21, 22, 32, 33, 34, 38, 39, 40];

/**
 * A program in Perl that gives up what leads out, for good, and becomes its arguments but the first two. A descriptor
 * that it inherits beyond the usual three might be of a socket or a directory outside.
 */
export const confinement = `
my ($prctl, $filter) = (0 + shift, pack("H*", shift));
syscall(${closeRange}, 3, 0xffffffff, 0) == 0 or die "candor: what was inherited cannot be closed: $!\\n";
syscall($prctl, 24, $_, 0, 0, 0) for (${capabilities.join(', ')});
my $program = pack("S x![P] P", length($filter) / 8, $filter);
syscall($prctl, 38, 1, 0, 0, 0) == 0 or die "candor: privileges cannot be given up: $!\\n";
syscall($prctl, 22, 2, $program, 0, 0) == 0 or die "candor: system calls cannot be filtered: $!\\n";
exec { $ARGV[0] } @ARGV or do { print STDERR "candor: $ARGV[0] cannot be started: $!\\n"; exit($! == 2 ? 127 : 126) };
`;
