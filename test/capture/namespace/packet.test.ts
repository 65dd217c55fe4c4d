import { expect } from 'chai';
import fc from 'fast-check';
import { ipv4, ipv6, readAddress } from '../../../src/capture/namespace/addresses.js';
import { buildPortUnreachable, buildUdp } from '../../../src/capture/namespace/build-packet.js';
import { readDatagram, readPacket, readSegment, redirect } from '../../../src/capture/namespace/packet.js';
import {
  anyAddress,
  anyBytes,
  anyPort,
  ipPacket,
  packetOf,
  plainChecksum,
  tcpPacket,
  withPseudoHeader,
} from './packets.js';

const family = fc.constantFrom<4 | 16>(4, 16);
const ends = family.chain((length) =>
  fc.record({ source: anyAddress(length), destination: anyAddress(length), other: anyAddress(length) }),
);

describe('packets', () => {
  it('of UDP are built with checksums that are right, and read back as they were built', () => {
    fc.assert(
      fc.property(ends, anyPort, anyPort, anyBytes({ maxLength: 70 }), (addresses, from, to, payload) => {
        const { source, destination } = addresses;
        const packet = packetOf(
          buildUdp({ address: source, port: from }, { address: destination, port: to }, payload),
        );
        expect(readDatagram(packet)).to.deep.equal({ sourcePort: from, destinationPort: to, payload });
        expect(packet.source).to.deep.equal(source);
        expect(packet.destination).to.deep.equal(destination);
        // A sum that is right makes the whole zero; one of zero would say that there is none.
        expect(plainChecksum(withPseudoHeader(packet))).to.equal(0);
        expect(packet.bytes.readUInt16BE(packet.offset + 6)).not.to.equal(0);
        if (packet.version === 4) expect(plainChecksum(packet.bytes.subarray(0, 20))).to.equal(0);
      }),
    );
  });

  it('that are redirected have right checksums still, and wrong ones still where they had wrong ones', () => {
    const wrong = fc.integer({ min: 0, max: 0xfffe });
    fc.assert(
      fc.property(
        ends,
        anyPort,
        anyPort,
        anyBytes({ maxLength: 50 }),
        wrong,
        (addresses, from, to, payload, error) => {
          const { source, destination, other } = addresses;
          const bytes = tcpPacket({ source, destination, sourcePort: from, destinationPort: to, payload });
          const packet = packetOf(bytes);
          const at = packet.offset + 16;
          bytes.writeUInt16BE((bytes.readUInt16BE(at) + error) % 0xffff, at);
          const isRight = plainChecksum(withPseudoHeader(packet)) === 0;
          redirect(packet, { address: other, port: 4711 }, { address: source, port: to });
          expect(packet.source.equals(other)).to.equal(true);
          expect(readSegment(packet)).to.include({
            sourcePort: 4711,
            destinationPort: to,
            length: payload.length,
          });
          expect(plainChecksum(withPseudoHeader(packet)) === 0).to.equal(isRight);
          if (packet.version === 4) expect(plainChecksum(bytes.subarray(0, 20))).to.equal(0);
        },
      ),
    );
  });

  it('say that a port cannot be reached, with the packet that was sent there', () => {
    for (const { own, heartbeat } of [ipv4, ipv6]) {
      const sent = packetOf(
        buildUdp({ address: own, port: 5 }, { address: heartbeat, port: 6 }, Buffer.alloc(2000)),
      );
      const answer = packetOf(buildPortUnreachable(sent));
      const message = answer.bytes.subarray(answer.offset);
      expect(answer.destination).to.deep.equal(own);
      expect(sent.bytes.subarray(0, message.length - 8)).to.deep.equal(message.subarray(8));
      expect(plainChecksum(answer.version === 4 ? message : withPseudoHeader(answer))).to.equal(0);
      expect(answer.bytes.length).to.be.at.most(1280);
    }
  });

  it('that contradict themselves are none', () => {
    const whole = buildUdp({ address: ipv4.own, port: 1 }, { address: ipv4.peer, port: 2 }, Buffer.from('x'));
    const cases: [string, Buffer][] = [
      ['nothing', Buffer.alloc(0)],
      ['another version', Buffer.from([0x50, ...whole.subarray(1)])],
      ['cut off', whole.subarray(0, -1)],
      ['longer than it says', Buffer.concat([whole, Buffer.alloc(1)])],
      ['a header shorter than the least', Buffer.from([0x44, ...whole.subarray(1)])],
      ['a header longer than the packet', Buffer.from([0x4f, ...whole.subarray(1)])],
    ];
    for (const [name, bytes] of cases) expect(readPacket(bytes), name).to.equal(null);
  });

  it('never make the reader fail, whatever they hold', () => {
    const start = fc.constantFrom(0x45, 0x46, 0x4f, 0x60);
    fc.assert(
      fc.property(start, anyBytes({ maxLength: 120 }), (first, rest) => {
        const bytes = Buffer.concat([Buffer.from([first]), rest]);
        if (first === 0x60 && bytes.length >= 40) bytes.writeUInt16BE(bytes.length - 40, 4);
        else if (first !== 0x60 && bytes.length >= 20) bytes.writeUInt16BE(bytes.length, 2);
        const packet = readPacket(bytes);
        if (packet === null) return;
        expect(packet.offset).to.be.at.most(bytes.length);
        for (const read of [readSegment(packet), readDatagram(packet)]) {
          expect(read === null || typeof read.sourcePort === 'number').to.equal(true);
        }
      }),
    );
  });

  it('of IPv6 are read behind their extension headers, whose bytes are counted', () => {
    const udp = Buffer.from([0, 1, 0, 2, 0, 9, 0, 0, 0x78]);
    const hopByHop = Buffer.from([60, 0, 1, 4, 0, 0, 0, 0]);
    const options = Buffer.from([17, 1, ...Buffer.alloc(14)]);
    const source = readAddress('2001:db8::1');
    const packet = packetOf(ipPacket(source, source, 0, Buffer.concat([hopByHop, options, udp])));
    expect(packet).to.include({ protocol: 17, offset: 64, options: 24, fragment: false });
    expect(readDatagram(packet)?.payload.toString()).to.equal('x');
  });

  it('tell that they are fragments', () => {
    const first = ipPacket(ipv4.own, ipv4.peer, 17, Buffer.alloc(16));
    first.writeUInt16BE(0x2000, 6);
    expect(packetOf(first).fragment).to.equal(true);
    const last = ipPacket(ipv4.own, ipv4.peer, 17, Buffer.alloc(16));
    last.writeUInt16BE(0x00b9, 6);
    expect(packetOf(last).fragment).to.equal(true);
    const six = ipPacket(ipv6.own, ipv6.peer, 44, Buffer.from([17, 0, 0, 1, 0, 0, 0, 7, 1, 2, 3]));
    expect(packetOf(six)).to.include({ fragment: true, protocol: 17, offset: 48, options: 0 });
  });
});
