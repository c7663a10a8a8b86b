import { isFetchError } from '@grafana/runtime';
import { NoDataSourceError } from './client';

/** What went wrong, in the order a person asks: which hop, what it said, what to do. */
export interface Failure {
  hop: string;
  detail: string;
  advice: string;
  /** The thing asked for does not exist (any more). */
  missing: boolean;
}

interface Spoken {
  detail?: unknown;
  causes?: unknown;
  message?: unknown;
}

const isSpoken = (data: unknown): data is Spoken => typeof data === 'object' && data !== null;

function said(data: unknown): string {
  if (!isSpoken(data)) return '';
  if (typeof data.detail === 'string') {
    const causes = Array.isArray(data.causes) ? data.causes.map(String) : [];
    return causes.length > 0 ? `${data.detail} ${causes.join('; ')}` : data.detail;
  }
  return typeof data.message === 'string' ? data.message : '';
}

const byStatus: Readonly<Record<number, Omit<Failure, 'detail' | 'missing'>>> = {
  400: {
    hop: 'Bridge',
    advice: 'A filter has a value the bridge does not take, or its token was refused: see Settings → Connection.',
  },
  401: {
    hop: 'Bridge token',
    advice: 'The token of the data source was refused. Make a new one and save it in the data source.',
  },
  403: {
    hop: 'Bridge access',
    advice: 'Your role may not do this, or this Grafana organisation is not bound to the tenant of the token.',
  },
  404: { hop: 'Bridge', advice: 'It may be older than what is kept, or belong to another tenant.' },
  429: { hop: 'Bridge', advice: 'Too many requests at once; it works again in a moment.' },
  502: {
    hop: 'Grafana → bridge',
    advice: 'Grafana cannot reach the bridge. Is it running, and is the URL of the data source right?',
  },
  503: {
    hop: 'Bridge database',
    advice: 'The bridge runs but cannot reach its PostgreSQL, or is starting or stopping.',
  },
  504: {
    hop: 'Grafana → bridge',
    advice: 'The bridge did not answer in time. Look at its load and at the connection doctor.',
  },
};

/** Explains an error of an API call to a person. */
export function explain(error: unknown): Failure {
  if (error instanceof NoDataSourceError) {
    return {
      hop: 'Data source',
      detail: error.message,
      advice: 'Add a data source of the type "Summit bridge".',
      missing: false,
    };
  }
  if (isFetchError(error)) {
    const known = byStatus[error.status] ?? {
      hop: 'Bridge',
      advice: 'The connection doctor in Settings shows each hop.',
    };
    const detail = said(error.data) || error.statusText || `HTTP ${error.status}`;
    return { ...known, detail, missing: error.status === 404 && said(error.data) !== '' };
  }
  return {
    hop: 'Browser → Grafana',
    detail: error instanceof Error ? error.message : String(error),
    advice: 'Grafana itself did not answer. Check your connection, then try again.',
    missing: false,
  };
}
