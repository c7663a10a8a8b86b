/** The fewest tables that keep the promise: nothing acknowledged is lost, nothing is counted twice. */
export const schema = `
CREATE TABLE inbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL);
ALTER TABLE inbox ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE seen (event_id uuid PRIMARY KEY);
CREATE TABLE issue (hash bytea PRIMARY KEY, title text NOT NULL, count bigint NOT NULL, last_seen timestamptz NOT NULL);
CREATE TABLE event (event_id uuid PRIMARY KEY, hash bytea NOT NULL, at timestamptz NOT NULL, body bytea NOT NULL);
ALTER TABLE event ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload bytea NOT NULL);
ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL;
`;
