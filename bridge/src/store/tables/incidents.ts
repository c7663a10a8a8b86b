import type {
  BoolDefault,
  BigAlways,
  Time,
  TimeDefault,
  TimeNull,
  Text,
  TextDefault,
  TextNull,
  Json,
  JsonDefault,
  TextsDefault,
} from './columns';

export interface AlertTable {
  tenant: Text;
  id: TextDefault;
  group_key: TextDefault;
  alert_key: TextDefault;
  key: Text;
  fired: BoolDefault;
  name: Text;
  severity: Text;
  status: Text;
  starts_at: Time;
  ends_at: TimeNull;
  labels: Json;
  annotations: Json;
  generator_url: TextNull;
  value: TextNull;
  incident_id: TextNull;
  updated_at: TimeDefault;
}

export interface IncidentTable {
  tenant: Text;
  id: TextDefault;
  title: Text;
  description: TextNull;
  severity: Text;
  status: Text;
  created_at: Time;
  updated_at: Time;
  resolved_at: TimeNull;
  created_by: Text;
  assigned_to: TextNull;
  affected_services: TextsDefault;
  group_key: TextNull;
  handled: BoolDefault;
}

export interface IncidentTimelineTable {
  tenant: Text;
  id: BigAlways;
  incident_id: Text;
  at: Time;
  type: Text;
  content: Text;
  created_by: Text;
  metadata: JsonDefault;
}

export interface IncidentLinkTable {
  tenant: Text;
  incident_id: Text;
  kind: Text;
  entity_id: Text;
  reason: Text;
}
