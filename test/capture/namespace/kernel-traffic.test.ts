import { expect } from 'chai';
import { ipv4, ipv6, readAddress } from '../../../src/capture/namespace/addresses.js';
import { buildPortUnreachable, buildUdp } from '../../../src/capture/namespace/build-packet.js';
import { createKernelTraffic } from '../../../src/capture/namespace/kernel-traffic.js';
import { ipPacket, packetOf } from './packets.js';

const report = (...groups: string[]): Buffer => {
  const records = groups.map((group) => Buffer.concat([Buffer.from([4, 0, 0, 0]), readAddress(group)]));
  return Buffer.concat([Buffer.from([143, 0, 0, 0, 0, 0, 0, groups.length]), ...records]);
};

describe('what the kernel sends of itself', () => {
  for (const { own, heartbeat } of [ipv4, ipv6]) {
    it(`is a complaint of an answer that we gave (${own.length === 4 ? 'IPv4' : 'IPv6'})`, () => {
      const kernel = createKernelTraffic();
      const answer = buildUdp(
        { address: heartbeat, port: 53 },
        { address: own, port: 4000 },
        Buffer.from('answer'),
      );
      const complaint = buildPortUnreachable(packetOf(answer));
      expect(kernel.isOwn(packetOf(complaint))).to.equal(false);
      kernel.wrote(answer);
      expect(kernel.isOwn(packetOf(complaint))).to.equal(true);

      const forged = Buffer.from(complaint);
      forged.writeUInt8(0x41, forged.length - 1);
      expect(kernel.isOwn(packetOf(forged)), 'another quote').to.equal(false);
      const carrying = Buffer.from(complaint);
      carrying.writeUInt8(1, packetOf(complaint).offset + 7);
      expect(kernel.isOwn(packetOf(carrying)), 'an unused field that is used').to.equal(false);
    });
  }

  const reports: [string, Buffer, boolean][] = [
    ['of our own address', report('ff02::1:ff00:1'), true],
    ['of the routers', report('ff02::1:ff00:1', 'ff02::2'), true],
    ['of a group that a program joined', report('ff02::1:ff00:1', 'ff02::fb'), false],
    ['with bytes besides', Buffer.concat([report('ff02::1:ff00:1'), Buffer.from('x')]), false],
  ];
  for (const [name, message, own] of reports) {
    it(`${own ? 'is' : 'is not'} a report of groups ${name}`, () => {
      const packet = packetOf(ipPacket(ipv6.own, readAddress('ff02::16'), 58, message));
      expect(createKernelTraffic().isOwn(packet)).to.equal(own);
    });
  }
});
