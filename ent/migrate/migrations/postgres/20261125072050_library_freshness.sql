-- +goose Up
-- modify "reuse_edges" table
ALTER TABLE "reuse_edges" ADD COLUMN "waived_reason" character varying NULL, ADD COLUMN "waived_by_id" character varying NULL;
-- modify "content_items" table
ALTER TABLE "content_items" ADD COLUMN "review_every_days" bigint NULL, ADD COLUMN "verified_at" timestamptz NULL, ADD COLUMN "review_on" timestamptz NULL, ADD COLUMN "verified_by_id" character varying NULL, ADD CONSTRAINT "content_items_users_verified_by" FOREIGN KEY ("verified_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- what was verified before anybody noted when counts as verified with its last change, and for a year
UPDATE "content_items" SET "verified_at" = "updated_at", "review_on" = (date_trunc('day', "updated_at" AT TIME ZONE 'UTC') + interval '365 days') AT TIME ZONE 'UTC' WHERE "verify_state" = 'VERIFIED';
-- create index "contentitem_verify_state_review_on" to table: "content_items"
CREATE INDEX "contentitem_verify_state_review_on" ON "content_items" ("verify_state", "review_on");

-- +goose Down
-- reverse: create index "contentitem_verify_state_review_on" to table: "content_items"
DROP INDEX "contentitem_verify_state_review_on";
-- reverse: modify "content_items" table
ALTER TABLE "content_items" DROP CONSTRAINT "content_items_users_verified_by", DROP COLUMN "verified_by_id", DROP COLUMN "review_on", DROP COLUMN "verified_at", DROP COLUMN "review_every_days";
-- reverse: modify "reuse_edges" table
ALTER TABLE "reuse_edges" DROP COLUMN "waived_by_id", DROP COLUMN "waived_reason";
