-- What a policy does: a webhook's call, a workflow of GitHub or a pipeline of GitLab. `url` is the webhook's address or the root of the provider's API, `secret`
-- what signs the webhook or the provider's token, sealed alike.
ALTER TABLE rollback_policy ADD COLUMN action jsonb NOT NULL DEFAULT '{"kind":"webhook"}';

-- The kind of action that was begun and may have been heard: set before each call, cleared where it certainly reached nobody. A workflow has no key by which a
-- second start is known, so a bridge that finds one here starts none.
ALTER TABLE rollback_decision ADD COLUMN maybe_heard text;
