import { expect } from 'chai';
import { createTraffic } from '../../../src/capture/namespace/traffic.js';

describe('traffic that cannot be read', () => {
  it('is one thing for each flow, which begins with its first packet', () => {
    const begun: unknown[] = [];
    const traffic = createTraffic((...flow) => begun.push(flow), 10);
    traffic.add('udp', 'a:1', 'x', 3);
    traffic.add('udp', 'a:1', 'x', 4);
    traffic.add('udp', 'a:1', 'y', 5);
    traffic.add('icmp', 'b', 'x', 0);
    expect(begun).to.deep.equal([
      [1, 'udp', 'a:1'],
      [2, 'udp', 'a:1'],
      [3, 'icmp', 'b'],
    ]);
    expect(traffic.take()).to.deep.equal([
      [1, 7],
      [2, 5],
      [3, 0],
    ]);
    traffic.add('udp', 'a:1', 'x', 9);
    expect(traffic.take()).to.deep.equal([[4, 9]]);
    expect(traffic.take()).to.deep.equal([]);
  });

  it('is told as an overflow beyond so many flows, with its bytes', () => {
    const begun: string[] = [];
    const traffic = createTraffic((_id, protocol) => begun.push(protocol), 2);
    for (let flow = 0; flow < 5; flow += 1) traffic.add('udp', 'a:1', String(flow), 10);
    expect(begun).to.deep.equal(['udp', 'udp', 'overflow']);
    expect(traffic.take().map(([, bytes]) => bytes)).to.deep.equal([10, 10, 30]);
  });
});
