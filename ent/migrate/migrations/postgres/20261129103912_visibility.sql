-- +goose Up
-- modify "api_tokens" table
ALTER TABLE "api_tokens" ADD COLUMN "reads" jsonb NULL, ADD COLUMN "writes" jsonb NULL, ADD COLUMN "customer_ids" jsonb NULL, ADD COLUMN "opportunity_ids" jsonb NULL;
-- modify "attachments" table
ALTER TABLE "attachments" ADD COLUMN "opportunity_id" character varying NULL;
-- create index "attachment_opportunity_id" to table: "attachments"
CREATE INDEX "attachment_opportunity_id" ON "attachments" ("opportunity_id");
-- modify "content_items" table
ALTER TABLE "content_items" ADD COLUMN "classification" character varying NOT NULL DEFAULT 'INTERNAL';
-- modify "notifications" table
ALTER TABLE "notifications" ADD COLUMN "opportunity_id" character varying NULL;
-- create index "notification_opportunity_id" to table: "notifications"
CREATE INDEX "notification_opportunity_id" ON "notifications" ("opportunity_id");
-- modify "opportunities" table
ALTER TABLE "opportunities" ADD COLUMN "need_to_know" boolean NOT NULL DEFAULT false, ADD COLUMN "classification" character varying NOT NULL DEFAULT 'INTERNAL';
-- create index "opportunity_classification" to table: "opportunities"
CREATE INDEX "opportunity_classification" ON "opportunities" ("classification");
-- create index "opportunity_need_to_know" to table: "opportunities"
CREATE INDEX "opportunity_need_to_know" ON "opportunities" ("need_to_know");
-- create "access_rules" table
CREATE TABLE "access_rules" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "role" character varying NOT NULL, "reads" character varying NOT NULL, "writes" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "accessrule_created_at_id" to table: "access_rules"
CREATE INDEX "accessrule_created_at_id" ON "access_rules" ("created_at", "id");
-- create index "accessrule_role" to table: "access_rules"
CREATE UNIQUE INDEX "accessrule_role" ON "access_rules" ("role");
-- modify "users" table
ALTER TABLE "users" ADD COLUMN "clearance" character varying NOT NULL DEFAULT 'CONFIDENTIAL';
-- create "opportunity_members" table
CREATE TABLE "opportunity_members" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "part" character varying NULL, "opportunity_id" character varying NOT NULL, "user_id" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "opportunity_members_opportunities_opportunity" FOREIGN KEY ("opportunity_id") REFERENCES "opportunities" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "opportunity_members_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "opportunitymember_created_at_id" to table: "opportunity_members"
CREATE INDEX "opportunitymember_created_at_id" ON "opportunity_members" ("created_at", "id");
-- create index "opportunitymember_opportunity_id_user_id" to table: "opportunity_members"
CREATE UNIQUE INDEX "opportunitymember_opportunity_id_user_id" ON "opportunity_members" ("opportunity_id", "user_id");
-- create index "opportunitymember_user_id" to table: "opportunity_members"
CREATE INDEX "opportunitymember_user_id" ON "opportunity_members" ("user_id");
-- backfill: the opportunity behind what attachments and notifications are about, as the change log knows it
UPDATE attachments SET opportunity_id = (SELECT NULLIF(c.opportunity_id, '') FROM change_log c WHERE c.entity_id = attachments.subject_id AND c.opportunity_id IS NOT NULL ORDER BY c.id DESC LIMIT 1);
UPDATE notifications SET opportunity_id = (SELECT NULLIF(c.opportunity_id, '') FROM change_log c WHERE c.entity_id = notifications.subject_id AND c.opportunity_id IS NOT NULL ORDER BY c.id DESC LIMIT 1);

-- +goose Down
-- reverse: create index "opportunitymember_user_id" to table: "opportunity_members"
DROP INDEX "opportunitymember_user_id";
-- reverse: create index "opportunitymember_opportunity_id_user_id" to table: "opportunity_members"
DROP INDEX "opportunitymember_opportunity_id_user_id";
-- reverse: create index "opportunitymember_created_at_id" to table: "opportunity_members"
DROP INDEX "opportunitymember_created_at_id";
-- reverse: create "opportunity_members" table
DROP TABLE "opportunity_members";
-- reverse: modify "users" table
ALTER TABLE "users" DROP COLUMN "clearance";
-- reverse: create index "accessrule_role" to table: "access_rules"
DROP INDEX "accessrule_role";
-- reverse: create index "accessrule_created_at_id" to table: "access_rules"
DROP INDEX "accessrule_created_at_id";
-- reverse: create "access_rules" table
DROP TABLE "access_rules";
-- reverse: create index "opportunity_need_to_know" to table: "opportunities"
DROP INDEX "opportunity_need_to_know";
-- reverse: create index "opportunity_classification" to table: "opportunities"
DROP INDEX "opportunity_classification";
-- reverse: modify "opportunities" table
ALTER TABLE "opportunities" DROP COLUMN "classification", DROP COLUMN "need_to_know";
-- reverse: create index "notification_opportunity_id" to table: "notifications"
DROP INDEX "notification_opportunity_id";
-- reverse: modify "notifications" table
ALTER TABLE "notifications" DROP COLUMN "opportunity_id";
-- reverse: modify "content_items" table
ALTER TABLE "content_items" DROP COLUMN "classification";
-- reverse: create index "attachment_opportunity_id" to table: "attachments"
DROP INDEX "attachment_opportunity_id";
-- reverse: modify "attachments" table
ALTER TABLE "attachments" DROP COLUMN "opportunity_id";
-- reverse: modify "api_tokens" table
ALTER TABLE "api_tokens" DROP COLUMN "opportunity_ids", DROP COLUMN "customer_ids", DROP COLUMN "writes", DROP COLUMN "reads";
