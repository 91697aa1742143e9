import mysql from 'mysql2/promise';

const pool = mysql.createPool({
  socketPath: process.env.BENCH_DATABASE, user: 'caseload', database: 'caseload_x1', charset: 'utf8mb4', connectionLimit: 16,
});

// A prepared query; its parameters are sent as text, which MariaDB requires for LIMIT.
export const rows = async (sql, ...parameters) => (await pool.execute(sql, parameters.map(String)))[0];
