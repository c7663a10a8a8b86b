-- Open changes are looked for by their author; they are few beside all that ever were.
CREATE INDEX change_open ON change (tenant, updated_at DESC) WHERE state = 'open';
