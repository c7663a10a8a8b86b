/** Grafana's API as its administrator. Throws with what Grafana said when it refuses. */
export const grafanaAsAdmin = (url: string) => {
  const password = process.env.GRAFANA_ADMIN_PASSWORD ?? 'admin';
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`Grafana refused ${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
};
