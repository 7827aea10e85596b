// When what could not be sent is tried again: soon at first, then less often; and where the server names a time, then.
import { askedToWait } from "./posting.js";

const FIRST = 1000;
const LONGEST = 10_000;

export class Again {
  constructor() {
    this.taken();
  }

  // What was sent has arrived.
  taken() {
    this.wait = FIRST;
  }

  // Milliseconds until the next try. A whole class that was cut off does not come back in the same moment.
  next() {
    const wait = Math.max(this.wait, askedToWait());
    this.wait = Math.min(this.wait * 2, LONGEST);
    return wait * (1 + Math.random() / 5);
  }
}
