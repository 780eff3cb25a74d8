/** Gateway responses: every answer that API Gateway gives by itself is a problem with the headers of every other answer. */
import { GatewayResponse, ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type GatewayAnswerType, gatewayAnswer, gatewayAnswerTypes } from '../gateway-answers';

/** @param origins those of CORS */
export function addGatewayResponses(api: RestApi, origins: readonly string[]): void {
  for (const type of gatewayAnswerTypes) {
    const { status, headers, body } = gatewayAnswer(type, origins);
    new GatewayResponse(api, constructId(type), {
      restApi: api,
      type: ResponseType.of(type),
      statusCode: String(status),
      responseHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mapped(value)])),
      // The fallback for whatever the caller accepts; its content type is set by the header.
      templates: { 'application/json': body },
    });
  }
}

/** A mapping expression: a variable without its dollar sign, or a literal in single quotes. */
function mapped(value: string): string {
  return value.startsWith('$context.') ? value.slice(1) : `'${value}'`;
}

function constructId(type: GatewayAnswerType): string {
  return type
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
