import { readStartOptions, startFault } from '../../dev/start-options';

const failure = (code: string) => Object.assign(new Error('x'), { code });

describe('the command line of npm start', () => {
  it('has defaults', () => {
    expect(readStartOptions([], {})).toEqual({ port: 3000, seed: true, live: false });
  });

  it('takes the port from --port before PORT', () => {
    expect(readStartOptions([], { PORT: '4000' })?.port).toBe(4000);
    expect(readStartOptions(['--port', '5000'], { PORT: '4000' })?.port).toBe(5000);
    expect(readStartOptions([], { PORT: '' })?.port).toBe(3000);
  });

  it('keeps data, leaves samples out, and never writes samples into a real account', () => {
    expect(readStartOptions(['--data', 'd', '--no-seed'], {})).toMatchObject({ dataDir: 'd', seed: false });
    expect(readStartOptions(['--live'], {})).toMatchObject({ live: true, seed: false });
  });

  it('gives nothing to start when help was asked for', () => {
    expect(readStartOptions(['--help'], {})).toBeUndefined();
  });

  it.each<[string[], RegExp]>([
    [['--prot', '1'], /Unknown option '--prot'/],
    [['--port'], /--port/],
    [['--port', '80a'], /--port must be a number/],
    [['--port', '70000'], /--port must be a number from 0 to 65535/],
    [['--data', ''], /--data needs a folder/],
    [['resume.pdf'], /resume\.pdf/],
  ])('refuses %j', (args, message) => {
    expect(() => readStartOptions(args, {})).toThrow(message);
  });

  it('refuses a wrong PORT by its name', () => {
    expect(() => readStartOptions([], { PORT: 'http' })).toThrow(/PORT must be a number/);
  });
});

describe('the fault of a start', () => {
  it('says what to do about a taken port', () => {
    expect(startFault(failure('EADDRINUSE'), { port: 3000 })).toMatch(/Port 3000 is taken.*--port 3001/);
  });

  it.each([
    ['EACCES', { port: 80 }, /Port 80 may not be used/],
    ['EACCES', { port: 3000, dataDir: '/root/d' }, /\/root\/d may not be written/],
    ['ENOTDIR', { port: 3000, dataDir: 'f/d' }, /f\/d is not a folder/],
  ])('explains %s', (code, options, message) => {
    expect(startFault(failure(code), options)).toMatch(message);
  });
});
