import type { ColumnType } from 'kysely';
import type {
  Big,
  BigDefault,
  BigAlways,
  TimeDefault,
  TimeNull,
  Text,
  TextDefault,
  TextNull,
  JsonDefault,
} from './columns';

export interface TenantTable {
  id: Text;
  name: Text;
  created_at: TimeDefault;
}

export interface ProjectTable {
  id: BigDefault;
  tenant: Text;
  slug: Text;
  name: Text;
  platform: TextNull;
  next_short_id: BigDefault;
  created_at: TimeDefault;
}

export interface DsnKeyTable {
  public_key: Text;
  project_id: Big;
  tenant: Text;
  label: TextDefault;
  created_at: TimeDefault;
  revoked_at: TimeNull;
}

export interface TokenTable {
  id: TextDefault;
  tenant: Text;
  name: Text;
  kind: ColumnType<'service' | 'grafana', 'service' | 'grafana', 'service' | 'grafana'>;
  scopes: ColumnType<string[], readonly string[], readonly string[]>;
  hash: Buffer;
  created_at: TimeDefault;
  last_used_at: TimeNull;
  expires_at: TimeNull;
  revoked_at: TimeNull;
}

export interface GrafanaOrgTable {
  issuer: Text;
  org_id: Big;
  tenant: Text;
}

export interface HookTable {
  id: Text;
  tenant: Text;
  provider: Text;
  name: Text;
  secrets: ColumnType<Buffer[], readonly Buffer[], readonly Buffer[]>;
  created_at: TimeDefault;
  last_delivery_at: TimeNull;
  revoked_at: TimeNull;
}

export interface AuditTable {
  id: BigAlways;
  tenant: Text;
  at: TimeDefault;
  actor: Text;
  action: Text;
  subject: Text;
  detail: JsonDefault;
}
