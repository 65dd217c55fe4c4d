import { expect } from 'chai';
import { type Address, ipv4, ipv6, readAddress } from '../../../src/capture/namespace/addresses.js';
import { createNat, type Nat, type Translation } from '../../../src/capture/namespace/nat.js';
import { type Packet, readSegment } from '../../../src/capture/namespace/packet.js';
import { flags, packetOf, plainChecksum, type TcpParts, tcpPacket, withPseudoHeader } from './packets.js';

const listener = 40_000;
const closed = 1;

function open(capacity = 100): Nat {
  return createNat([ipv4, ipv6], listener, closed, capacity);
}

/** Gives a packet to the NAT, which changes it. */
function pass(nat: Nat, parts: TcpParts, refusing = false): { packet: Packet; translation: Translation } {
  const packet = packetOf(tcpPacket(parts));
  const segment = readSegment(packet);
  if (segment === null) throw new Error('no segment');
  return { packet, translation: nat.translate(packet, segment, refusing) };
}

const clients: readonly [string, Address, Address, Address][] = [
  ['IPv4', ipv4.own, readAddress('192.0.2.7'), ipv4.peer],
  ['IPv6', ipv6.own, readAddress('2001:db8::7'), ipv6.peer],
];

describe('the address translation of connections', () => {
  for (const [name, own, server, peer] of clients) {
    it(`leads a connection over ${name} to the listener, and its answers back`, () => {
      const nat = open();
      const client = { source: own, sourcePort: 5000, destination: server, destinationPort: 443 };
      const out = pass(nat, { ...client, flags: flags.syn, sequence: 7 });
      expect(out.translation.kind).to.equal('outwards');
      const sent = readSegment(out.packet);
      expect(out.packet.source).to.deep.equal(peer);
      expect(out.packet.destination).to.deep.equal(own);
      expect(sent?.destinationPort).to.equal(listener);
      expect(plainChecksum(withPseudoHeader(out.packet))).to.equal(0);

      const natPort = sent?.sourcePort ?? 0;
      const back = pass(nat, {
        source: own,
        sourcePort: listener,
        destination: peer,
        destinationPort: natPort,
        flags: flags.syn | flags.ack,
      });
      expect(back.translation.kind).to.equal('back');
      expect(back.packet.source).to.deep.equal(server);
      expect(back.packet.destination).to.deep.equal(own);
      expect(readSegment(back.packet)).to.include({ sourcePort: 443, destinationPort: 5000 });

      expect(nat.opening()).to.equal(1);
      const flow = nat.accept(own.length === 4 ? 4 : 6, natPort);
      expect(flow?.destination).to.deep.equal({ address: server, port: 443 });
      expect(nat.opening()).to.equal(0);
      expect(nat.accept(own.length === 4 ? 4 : 6, natPort + 1)).to.equal(undefined);
    });
  }

  const client = {
    source: ipv4.own,
    sourcePort: 5000,
    destination: readAddress('192.0.2.7'),
    destinationPort: 443,
  };

  it('keeps one connection for a SYN that is sent again, and one for each pair of ends', () => {
    const nat = open();
    const ids = [
      { ...client, flags: flags.syn },
      { ...client, flags: flags.syn },
      { ...client, sourcePort: 5001, flags: flags.syn },
      { ...client, destinationPort: 80, flags: flags.syn },
    ].map((parts) => {
      const { translation } = pass(nat, parts);
      return translation.kind === 'outwards' ? translation.flow.id : 0;
    });
    expect(ids).to.deep.equal([1, 1, 2, 3]);
  });

  it('makes a new connection of one that ended and begins again', () => {
    const nat = open();
    pass(nat, { ...client, flags: flags.syn });
    pass(nat, { ...client, flags: flags.reset });
    const { translation } = pass(nat, { ...client, flags: flags.syn });
    expect(translation).to.have.nested.property('flow.id', 2);
  });

  it('makes a new connection of a SYN with another number', () => {
    const nat = open();
    pass(nat, { ...client, flags: flags.syn, sequence: 7 });
    const { translation } = pass(nat, { ...client, flags: flags.syn, sequence: 8 });
    expect(translation).to.have.nested.property('flow.id', 2);
  });

  it('refuses while there is no network, by a port where nobody listens', () => {
    const nat = open();
    const { packet, translation } = pass(nat, { ...client, flags: flags.syn }, true);
    expect(translation.kind).to.equal('refused');
    expect(readSegment(packet)?.destinationPort).to.equal(closed);
  });

  it('knows nothing of a packet of no connection', () => {
    const nat = open();
    expect(pass(nat, { ...client, flags: flags.ack }).translation.kind).to.equal('stray');
    const answer = { source: ipv4.own, sourcePort: listener, destination: ipv4.peer, destinationPort: 9 };
    expect(pass(nat, answer).translation.kind).to.equal('stray');
    expect(pass(nat, { ...answer, sourcePort: 9 }).translation.kind).to.equal('stray');
  });

  it('forgets a finished connection for a new one, and an open one never', () => {
    const nat = open(2);
    const begin = (port: number) =>
      pass(nat, { ...client, sourcePort: port, flags: flags.syn }).translation.kind;
    expect([1, 2, 3].map(begin)).to.deep.equal(['outwards', 'outwards', 'full']);
    pass(nat, { ...client, sourcePort: 2, flags: flags.reset });
    expect([3, 4].map(begin)).to.deep.equal(['outwards', 'full']);
    expect(pass(nat, { ...client, sourcePort: 1, flags: flags.ack }).translation.kind).to.equal('outwards');
  });
});
