// Acme Player's own code: it knows nothing of Candor.
const PERIOD = 4 * 60 * 60 * 1000;
const REPORTS = 6;

/** Reports how long something was played, every four hours for a day. */
export class UsageReports {
  #timer;
  #left = 0;

  switchOn() {
    this.switchOff();
    this.#left = REPORTS;
    this.#timer = setInterval(() => this.#report(), PERIOD);
  }

  switchOff() {
    clearInterval(this.#timer);
  }

  async #report() {
    this.#left -= 1;
    if (this.#left === 0) this.switchOff();
    await fetch('https://usage.acme.test/v1/reports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version: '2.0', minutes: 35 }),
    });
  }
}
