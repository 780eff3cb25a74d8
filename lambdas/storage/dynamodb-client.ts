/** The DynamoDB client with timeouts that hold: the SDK's own defaults wait for minutes or only warn. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Attempts of one call in all; DynamoDB's retries start after at most 25 ms. */
const MAX_ATTEMPTS = 3;
const MAX_SOCKETS = 50;

/** Has no `info`: for a line that nobody reads the SDK would copy every request and answer, number by number. */
const silentLogger = { trace() {}, debug() {}, warn() {}, error() {} } as unknown as NonNullable<
  DynamoDBClientConfig['logger']
>;

/**
 * @param options.endpoint another server than the Region's, such as the laptop cloud's
 * @param options.credentials default: the SDK's chain
 * @param options.timeouts `connectMs` for the socket, `requestMs` for each attempt and for silence on the socket
 */
export function dynamoDbClient(options: {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  timeouts: { connectMs: number; requestMs: number };
}): DynamoDBClient {
  const { region, endpoint, credentials, timeouts } = options;
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const client = new DynamoDBClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    logger: silentLogger,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: timeouts.connectMs,
      requestTimeout: timeouts.requestMs,
      throwOnRequestTimeout: true,
      // `requestTimeout` ends with the headers; this one also catches a body that stalls.
      socketTimeout: timeouts.requestMs,
      httpAgent: agent,
      httpsAgent: agent,
    }),
  });
  // It copies every input and output for a logger that is not there; with vectors that is half a millisecond a call.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
