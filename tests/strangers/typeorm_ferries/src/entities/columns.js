export const id = { type: "int", primary: true, generated: true };
export const text = (length) => ({ type: "varchar", length });
export const unique = (length) => ({ type: "varchar", length, unique: true });
export const number = { type: "int" };
export const moment = { type: Date };

// A many-to-one relation whose key is also a column of its own, named by the relation.
export const belongsTo = (target, key, options = {}) => ({ type: "many-to-one", target, joinColumn: { name: key }, nullable: false, ...options });
export const hasMany = (target, inverseSide, options = {}) => ({ type: "one-to-many", target, inverseSide, ...options });
