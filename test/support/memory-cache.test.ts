import { describeCache } from '../contract/cache';
import { testClock } from '../contract/laptop-tables';
import { memoryCache } from './memory-cache';

describe('memoryCache', () => {
  describeCache(() => {
    const clock = testClock();
    return { cache: memoryCache(clock), advance: clock.advance };
  });
});
