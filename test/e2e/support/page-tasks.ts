/** How long the main thread of a page is kept at a time, by its own time: what somebody who presses a key then has to wait for. */
import type { Browser, Page } from 'playwright-core';

const MARK = 'from here on';

/** What a browser notes of a thread; µs. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Of the thread's own time. */
  readonly tdur?: number;
}

/**
 * @param work what is done on the page; `mark` begins a new part of it
 * @returns of each part, the milliseconds of its longest task
 */
export async function longestTasks(
  browser: Browser,
  page: Page,
  work: (mark: () => Promise<void>) => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] });
  await work(async () => void (await page.evaluate((mark) => performance.mark(mark), MARK)));
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const marks = traceEvents.filter(({ name }) => name === MARK);
  const isOfPage = ({ pid, tid }: TraceEvent): boolean =>
    pid === marks[0]!.pid && tid === marks[0]!.tid;
  const tasks = traceEvents.filter((event) => event.tdur !== undefined && isOfPage(event));
  return marks.map(({ ts }, at) => {
    const until = marks[at + 1]?.ts ?? Infinity;
    const spent = tasks.filter((task) => task.ts >= ts && task.ts < until).map(({ tdur }) => tdur!);
    return Math.max(0, ...spent) / 1000;
  });
}
