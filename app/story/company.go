package story

import (
	"strings"

	"bidwell/process"
)

// Person is somebody of the company, by whom a step is taken.
type Person struct {
	// Name is the short one that steps keep secrets by; Full is how colleagues know them.
	Name, Full string
	Role       process.UserRole
	Department process.Department
}

// The people of the story. Each does what their role may do, and nobody decides their own.
var (
	ada  = Person{"Ada", "Ada Lin", process.UserRoleAdmin, process.DepartmentTechnology}
	mei  = Person{"Mei", "陈梅 Mei Chen", process.UserRoleSales, process.DepartmentSales}
	lin  = Person{"Lin", "林岳 Yue Lin", process.UserRolePresalesManager, process.DepartmentPresales}
	bo   = Person{"Bo", "柏舟 Bo Bai", process.UserRolePresalesConsultant, process.DepartmentPresales}
	dan  = Person{"Dan", "丁单 Dan Ding", process.UserRoleSolutionEngineer, process.DepartmentTechnology}
	lei  = Person{"Lei", "雷律 Lei Lü", process.UserRoleLegal, process.DepartmentLegal}
	fin  = Person{"Fin", "冯音 Fin Feng", process.UserRoleFinance, process.DepartmentFinance}
	eve  = Person{"Eve", "伊薇 Eve Yi", process.UserRoleDelivery, process.DepartmentDelivery}
	jun  = Person{"Jun", "季骏 Jun Ji", process.UserRoleDelivery, process.DepartmentDelivery}
	pam  = Person{"Pam", "潘敏 Pam Pan", process.UserRoleProduct, process.DepartmentProduct}
	team = []Person{mei, lin, bo, dan, lei, fin, eve, jun, pam}
)

// company: the administrator of a new server makes the people and gives each a credential of their own, so that every
// step from here on is taken by somebody who may take it.
func company() Chapter {
	users, tokens := newBatch("CreateUserInput", "createUser", "user { id name role }"), newBatch("CreateAPITokenInput", "createAPIToken", "apiToken { scope } secret")
	for _, p := range team {
		users.add(p.Name, Input{"name": p.Full, "email": p.Name + "@lantern-works.example", "role": p.Role, "department": p.Department, "language": "zh"})
		users.Shows = append(users.Shows, Fact{p.Name + ".user.role", p.Role})
		users.Keeps[p.Name] = p.Name + ".user.id"
		tokens.add(p.Name, Input{"name": "story", "scope": process.TokenScopeWrite, "userID": Ref(p.Name)})
		tokens.Shows = append(tokens.Shows, Fact{p.Name + ".apiToken.scope", process.TokenScopeWrite})
		tokens.Keeps[secretOf(p)] = p.Name + ".secret"
	}
	users.Title, tokens.Title = say("Everybody joins, in their job role", "各岗位人员入职"), say("Everybody gets a credential of their own", "每人领取自己的访问凭据")
	return Chapter{Title: say("The company", "公司与角色"), Steps: []Step{users.Step, tokens.Step, {
		Title: say("Who approves a price, and up to what: the authority matrix", "审批权限:谁能批多大的报价"), Who: lin,
		Ask:   `{ authorityRules(first: 5, where: {type: PRICE}) { totalCount edges { node { role limitAmount limitPercent } } } }`,
		Shows: Shows{{"totalCount", 2}, {"edges.0.node.role", lin.Role}, {"edges.0.node.limitAmount", "5000000.00"}, {"edges.1.node.role", fin.Role}, {"edges.1.node.limitAmount", nil}},
	}}}
}

// batch is one document that asks the same mutation several times, each by a name of its own.
type batch struct {
	Step

	input, field, selection string
	variables, calls        []string
}

func newBatch(input, field, selection string) *batch {
	return &batch{Step: Step{Who: ada, Vars: Input{}, Keeps: Keeps{}}, input: input, field: field, selection: selection}
}

func (b *batch) add(name string, in Input) {
	b.variables = append(b.variables, "$"+name+": "+b.input+"!")
	b.calls = append(b.calls, "  "+name+": "+b.field+"(input: $"+name+") { "+b.selection+" }")
	b.Vars[name] = in
	b.Ask = "mutation(" + strings.Join(b.variables, ", ") + ") {\n" + strings.Join(b.calls, "\n") + "\n}"
}

// secretOf is the name by which the secret of somebody's credential is kept.
func secretOf(p Person) string { return "secret." + p.Name }

func say(en, zh string) process.Text { return process.Text{EN: en, ZH: zh} }
