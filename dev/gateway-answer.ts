/** An answer of API Gateway's own, as a caller gets it. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { type GatewayAnswerType, gatewayAnswer } from '../lib/gateway-answers';

/** @param origins those of CORS */
export function gatewayReply(
  type: GatewayAnswerType,
  { requestContext: { requestId, path } }: Pick<APIGatewayProxyEvent, 'requestContext'>,
  origins: readonly string[],
): APIGatewayProxyResult {
  const { status, headers, body } = gatewayAnswer(type, origins);
  const filled = (text: string) => text.replaceAll('$context.requestId', requestId).replaceAll('$context.path', path);
  return {
    statusCode: status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, filled(value)])),
    body: filled(body),
  };
}
