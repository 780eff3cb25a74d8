/** A port that notes the last argument of each of its calls: the call of the request, where it is handed on. */
export function telling<P extends object>(port: P, told: unknown[]): P {
  return new Proxy(port, {
    get(of, name) {
      const method: unknown = Reflect.get(of, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        told.push(args.at(-1));
        return Reflect.apply(method, of, args);
      };
    },
  });
}
