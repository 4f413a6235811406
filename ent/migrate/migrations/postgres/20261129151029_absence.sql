-- +goose Up
-- create "absences" table
CREATE TABLE "absences" ("id" character varying NOT NULL, "version" bigint NOT NULL DEFAULT 1, "created_at" timestamptz NOT NULL, "created_by" character varying NULL, "updated_at" timestamptz NOT NULL, "updated_by" character varying NULL, "archived_at" timestamptz NULL, "starts_at" timestamptz NOT NULL, "ends_at" timestamptz NOT NULL, "reason" character varying NOT NULL, "with_authority" boolean NOT NULL DEFAULT false, "confirmed_at" timestamptz NULL, "user_id" character varying NOT NULL, "deputy_id" character varying NOT NULL, "confirmed_by_id" character varying NULL, PRIMARY KEY ("id"), CONSTRAINT "absences_users_confirmed_by" FOREIGN KEY ("confirmed_by_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, CONSTRAINT "absences_users_deputy" FOREIGN KEY ("deputy_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE, CONSTRAINT "absences_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE CASCADE);
-- create index "absence_confirmed_by_id" to table: "absences"
CREATE INDEX "absence_confirmed_by_id" ON "absences" ("confirmed_by_id");
-- create index "absence_created_at_id" to table: "absences"
CREATE INDEX "absence_created_at_id" ON "absences" ("created_at", "id");
-- create index "absence_deputy_id_ends_at" to table: "absences"
CREATE INDEX "absence_deputy_id_ends_at" ON "absences" ("deputy_id", "ends_at");
-- create index "absence_user_id_ends_at" to table: "absences"
CREATE INDEX "absence_user_id_ends_at" ON "absences" ("user_id", "ends_at");
-- modify "approvals" table
ALTER TABLE "approvals" ADD COLUMN "decided_for_id" character varying NULL, ADD CONSTRAINT "approvals_users_decided_for" FOREIGN KEY ("decided_for_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "approval_decided_for_id" to table: "approvals"
CREATE INDEX "approval_decided_for_id" ON "approvals" ("decided_for_id");
-- modify "gates" table
ALTER TABLE "gates" ADD COLUMN "decided_for_id" character varying NULL, ADD CONSTRAINT "gates_users_decided_for" FOREIGN KEY ("decided_for_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "gate_decided_for_id" to table: "gates"
CREATE INDEX "gate_decided_for_id" ON "gates" ("decided_for_id");

-- +goose Down
-- reverse: create index "gate_decided_for_id" to table: "gates"
DROP INDEX "gate_decided_for_id";
-- reverse: modify "gates" table
ALTER TABLE "gates" DROP CONSTRAINT "gates_users_decided_for", DROP COLUMN "decided_for_id";
-- reverse: create index "approval_decided_for_id" to table: "approvals"
DROP INDEX "approval_decided_for_id";
-- reverse: modify "approvals" table
ALTER TABLE "approvals" DROP CONSTRAINT "approvals_users_decided_for", DROP COLUMN "decided_for_id";
-- reverse: create index "absence_user_id_ends_at" to table: "absences"
DROP INDEX "absence_user_id_ends_at";
-- reverse: create index "absence_deputy_id_ends_at" to table: "absences"
DROP INDEX "absence_deputy_id_ends_at";
-- reverse: create index "absence_created_at_id" to table: "absences"
DROP INDEX "absence_created_at_id";
-- reverse: create index "absence_confirmed_by_id" to table: "absences"
DROP INDEX "absence_confirmed_by_id";
-- reverse: create "absences" table
DROP TABLE "absences";
