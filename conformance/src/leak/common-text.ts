/**
 * Text that any driver may write without having read a value: a piece inside one of these is no evidence. Log
 * files are full of them, and values such as URLs, PEM blocks and JSON documents contain them.
 */
export const COMMON_PHRASES: readonly string[] = [
  'https://localhost:8080/',
  'http://localhost:8080/',
  'https://127.0.0.1:8200/v1/',
  'http://127.0.0.1:8200/v1/',
  'http://169.254.169.254/latest/meta-data/',
  'https://kubernetes.default.svc.cluster.local:443',
  'postgresql://postgres:',
  'postgres://postgres@localhost:5432/postgres?sslmode=disable',
  'mongodb+srv://',
  'jdbc:postgresql://',
  'jdbc:mysql://localhost:3306/',
  'mysql://localhost:3306',
  'rediss://localhost:6379',
  'redis://localhost:6379',
  'amqps://guest:guest@localhost:5672',
  '-----BEGIN CERTIFICATE-----\n',
  '-----END CERTIFICATE-----\n',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  '-----END RSA PRIVATE KEY-----\n',
  '-----BEGIN EC PRIVATE KEY-----\n',
  '-----END EC PRIVATE KEY-----\n',
  '-----BEGIN OPENSSH PRIVATE KEY-----\n',
  '-----BEGIN PUBLIC KEY-----\n',
  '-----END PUBLIC KEY-----\n',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.',
  'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.',
  'eyJhbGciOiJSUzI1NiIsImtpZCI6I',
  'Authorization: Bearer eyJhbGciOi',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB',
  'content-type: application/json; charset=utf-8',
  'application/grpc+proto',
  '/var/run/secrets/kubernetes.io/serviceaccount/token',
  '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
  'rpc error: code = NotFound desc = ',
  'rpc error: code = PermissionDenied desc = ',
  'rpc error: code = InvalidArgument desc = ',
  'context deadline exceeded',
  'connection refused',
  'permission denied',
  'no such file or directory',
  'undefined',
  'password',
];

/** Words that tell nothing by themselves; compared without case and only as whole runs of letters. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `the and for with from not has was are this that you all can
  http https tcp udp unix grpc tls ssl rsa jwt json yaml uuid utf www com org net local localhost internal
  svc cluster default kubernetes kubelet csi plugin driver node pod container namespace service account
  serviceaccount secret secrets vault token tokens password username user users login credential credentials
  api key keys name names value values type kind version id data metadata host hostname port path file
  address addr server client request response error errors message msg status code level info debug warn
  warning time timestamp date trace span caller method duration size count total limit timeout retry
  true false null none undefined nil database postgres postgresql mysql mongodb redis amqp jdbc sslmode
  disable require enable enabled disabled connection connect connected connecting refused denied permission
  unauthorized authentication authorization certificate private public begin end bearer application content
  configuration config environment production staging development test region zone instance provider class
  resource backend cache lease renewed read write get set list update create created delete deleted started
  starting stopped ready running failed success exception java lang thread main root admin home var run lib
  etc usr bin log logs tmp example`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
