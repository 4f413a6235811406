-- +goose Up
-- modify "api_tokens" table
ALTER TABLE "api_tokens" ADD COLUMN "replaces_id" character varying NULL;
-- create index "api_tokens_replaces_id_key" to table: "api_tokens"
CREATE UNIQUE INDEX "api_tokens_replaces_id_key" ON "api_tokens" ("replaces_id");
-- modify "users" table
ALTER TABLE "users" ADD COLUMN "identity_issuer" character varying NULL, ADD COLUMN "identity_subject" character varying NULL, ADD COLUMN "link_purpose" character varying NULL, ADD COLUMN "link_until" timestamptz NULL, ADD COLUMN "link_hash" bytea NULL, ADD COLUMN "mailed_link_hash" bytea NULL, ADD COLUMN "link_unsent" boolean NOT NULL DEFAULT false;
-- create index "user_identity_issuer_identity_subject" to table: "users"
CREATE UNIQUE INDEX "user_identity_issuer_identity_subject" ON "users" ("identity_issuer", "identity_subject");
-- create index "users_link_hash_key" to table: "users"
CREATE UNIQUE INDEX "users_link_hash_key" ON "users" ("link_hash");
-- create index "users_mailed_link_hash_key" to table: "users"
CREATE UNIQUE INDEX "users_mailed_link_hash_key" ON "users" ("mailed_link_hash");

-- +goose Down
-- reverse: create index "users_mailed_link_hash_key" to table: "users"
DROP INDEX "users_mailed_link_hash_key";
-- reverse: create index "users_link_hash_key" to table: "users"
DROP INDEX "users_link_hash_key";
-- reverse: create index "user_identity_issuer_identity_subject" to table: "users"
DROP INDEX "user_identity_issuer_identity_subject";
-- reverse: modify "users" table
ALTER TABLE "users" DROP COLUMN "link_unsent", DROP COLUMN "mailed_link_hash", DROP COLUMN "link_hash", DROP COLUMN "link_until", DROP COLUMN "link_purpose", DROP COLUMN "identity_subject", DROP COLUMN "identity_issuer";
-- reverse: create index "api_tokens_replaces_id_key" to table: "api_tokens"
DROP INDEX "api_tokens_replaces_id_key";
-- reverse: modify "api_tokens" table
ALTER TABLE "api_tokens" DROP COLUMN "replaces_id";
