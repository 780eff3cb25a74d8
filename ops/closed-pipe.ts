/** What a command does when nobody reads what it prints any more, as in `npm run cost | head -1`. */

/**
 * Goes on in silence: a command that has begun to change something ends it, and cleans up behind it.
 * Without this Node ends the process at the next line, with a stack trace.
 */
export function goOnWithoutReader(streams: readonly NodeJS.WritableStream[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
